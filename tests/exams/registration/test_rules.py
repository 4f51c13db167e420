"""What keeps a registration from being submitted; every refusal with its clause."""

import datetime

import pytest

from exams.announcements.models import Announcement, AnnouncementItem
from exams.registration import rules
from exams.registration.models import Registration
from sdzx.accounts.models import Center, Organization
from sdzx.catalogue.models import Project
from sdzx.identifiers import DocumentType
from sdzx.policy import Policy
from tests.factories import people

NOW = datetime.datetime(2026, 3, 2, 4, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def batch(**values):
    return AnnouncementItem(
        **{
            "announcement": Announcement(status="published"), "registration_opens": NOW - DAY,
            "registration_closes": NOW + DAY, "exam_from": datetime.date(2026, 4, 1),
            "exam_to": datetime.date(2026, 4, 3), "places": 5, **values,
        }
    )  # fmt: skip


def record(**values):
    number = people.resident_id(7, "19900101")
    return Registration(
        **{
            "item": batch(), "center": Center(policy={}), "name": "张伟", "birth_date": datetime.date(1990, 1, 1),
            "project": Project(name="面点制作", status="in_force", source="ministry", in_force_from=datetime.date(2025, 1, 1)),
            "document_type": DocumentType.RESIDENT_ID, "document_number": number, "phone": "13800001234",
            "eligibility": "年满16周岁", "photo_id": 1, "consented_at": NOW, **values,
        }
    )  # fmt: skip


def said(found):
    return [(each.sentence, each.clause, each.field) for each in found]


@pytest.mark.parametrize("moment", [NOW - DAY, NOW, NOW + DAY - datetime.timedelta(seconds=1)])
def test_window_open(moment):
    assert rules.window(batch(), moment) == []


@pytest.mark.clause("3.2")
@pytest.mark.parametrize(
    ("item", "moment", "sentence"),
    [
        (batch(), NOW - DAY - datetime.timedelta(seconds=1), "报名尚未开始，2026年3月1日 周日 12:00起可以提交。"),
        (batch(), NOW + DAY, "报名已于2026年3月3日 周二 12:00截止。"),
        (batch(announcement=Announcement(status="superseded")), NOW, "这个批次的公告没有发布或已被修订，请从现行公告重新选择批次。"),
    ],
)  # fmt: skip
def test_window_closed(item, moment, sentence):
    assert said(rules.window(item, moment)) == [(sentence, "3.2", "")]


def test_window_returned_until_the_day_before():
    assert rules.window(batch(), datetime.datetime(2026, 3, 31, 15, 59, tzinfo=datetime.UTC), returned=True) == []


@pytest.mark.clause("3.2")
def test_window_returned_on_the_day_itself():
    moment = datetime.datetime(2026, 3, 31, 16, 0, tzinfo=datetime.UTC)
    assert said(rules.window(batch(), moment, returned=True)) == [("考核日期已到，不能再提交修改。", "3.2", "")]


def test_age_on_the_birthday_itself():
    assert rules.too_young(datetime.date(2010, 4, 1), batch(), Policy()) == []


@pytest.mark.clause("3.2")
def test_age_a_day_short():
    found = rules.too_young(datetime.date(2010, 4, 2), batch(), Policy())
    assert said(found) == [("考核首日（2026年4月1日 周三）须年满16周岁。", "3.2", "birth_date")]


@pytest.mark.clause("3.2")
def test_identity_birthday_differs_from_the_number():
    found = rules.identity(record(birth_date=datetime.date(1991, 1, 1)))
    assert said(found) == [("出生日期与证件号码中的1990-01-01不一致。", "3.2", "birth_date")]


def test_identity_passport_says_no_birthday():
    found = rules.identity(record(document_type=DocumentType.PASSPORT, document_number="E1234567", name="John Smith"))
    assert found == []


@pytest.mark.clause("3.2")
def test_identity_every_problem_has_its_field():
    found = rules.identity(record(name="", document_number="1", phone=""))
    assert [each.field for each in found] == ["name", "document_number", "phone"]


def test_identity_unit_may_give_a_landline():
    assert rules.identity(record(unit_id=1, phone="0531-88888888")) == []


@pytest.mark.clause("3.2")
def test_incomplete_names_all_three():
    found = rules.incomplete(record(photo_id=None, eligibility=" ", consented_at=None))
    assert [(each.clause, each.field) for each in found] == [
        ("3.2", "photo"),
        ("3.2", "eligibility"),
        ("3.2", "consented"),
    ]


def test_registered_already_nobody():
    assert rules.registered_already(None) == []


@pytest.mark.clause("3.2")
@pytest.mark.parametrize(("unit", "owner"), [(None, "本人账号"), (Organization(name="齐鲁公司"), "齐鲁公司")])
def test_registered_already(unit, owner):
    other = record(status=Registration.Status.ACCEPTED)
    other.unit = unit
    sentence = f"这个证件号码已通过{owner}报名同一批次（状态：审核通过），不能重复报名。"
    assert said(rules.registered_already(other)) == [(sentence, "3.2", "document_number")]


def test_submittable():
    assert rules.unsubmittable(record(), moment=NOW) == []


@pytest.mark.clause("1")
def test_unsubmittable_project_withdrawn_before_the_examination():
    withdrawn = record()
    withdrawn.project.withdrawn_from = datetime.date(2026, 4, 1)
    assert [each.clause for each in rules.unsubmittable(withdrawn, moment=NOW)] == ["1"]


@pytest.mark.clause("3.2")
def test_unsubmittable_collects_everything():
    wrong = record(birth_date=datetime.date(2015, 1, 1), photo_id=None, phone="1", status=Registration.Status.RETURNED)
    found = rules.unsubmittable(wrong, moment=NOW + 60 * DAY, other=record())
    assert [each.field for each in found] == ["", "birth_date", "phone", "birth_date", "photo", "document_number"]


def test_photo_exactly_large_enough():
    assert rules.too_small(rules.Size(295, 413), Policy()) == []


@pytest.mark.clause("3.2")
@pytest.mark.parametrize("size", [rules.Size(294, 413), rules.Size(295, 412)])
def test_photo_too_small(size):
    sentence = f"照片太小（{size.width}×{size.height}像素），至少295×413像素，请换一张更清晰的证件照。"
    assert said(rules.too_small(size, Policy())) == [(sentence, "3.2", "photo")]
