import datetime

import pytest

from exams.announcements import rules
from exams.announcements.models import Announcement, AnnouncementItem
from exams.announcements.rules import Batch
from sdzx.catalogue.models import Project, Specification

DAY = datetime.datetime(2026, 1, 5, 1, tzinfo=datetime.UTC)
OPENS = datetime.datetime(2026, 3, 1, 1, tzinfo=datetime.UTC)
CLOSES = datetime.datetime(2026, 3, 20, 16, tzinfo=datetime.UTC)  # 21 March in Shandong
PROJECT = Project(pk=1, name="面包烘焙", source="ministry", status="in_force", in_force_from=datetime.date(2024, 1, 1))
SPECIFICATION = Specification(project=PROJECT, status="in_force", version=1)
TEXTS = dict.fromkeys((*rules.TEXTS, *rules.REACHED_BY), "有")


def sentences(found):
    return [each.sentence for each in found]


def item(**values):
    given = {"announcement": Announcement(), "project": PROJECT, "specification": SPECIFICATION, "registration_opens": OPENS, "registration_closes": CLOSES,
             "exam_from": datetime.date(2026, 4, 1), "exam_to": datetime.date(2026, 4, 30), "places": 60}  # fmt: skip
    return AnnouncementItem(**{**given, **values})


@pytest.mark.clause("3.1")
def test_complete_announcement_has_no_blockers():
    assert rules.incomplete(Announcement(**TEXTS), [item()], DAY) == []


@pytest.mark.clause("3.1")
def test_empty_announcement_names_each_of_the_seven_contents():
    found = rules.incomplete(Announcement(), [], DAY)

    assert sentences(found) == [
        "公告缺少“考核项目”：请至少添加一个考核批次。",
        "公告缺少“考核规范”：请至少添加一个考核批次。",
        "公告缺少“时间安排”：请至少添加一个考核批次。",
        "公告缺少“报名条件”。",
        "公告缺少“报名方式”。",
        "公告缺少“考核方式”。",
        "公告缺少“其他重要事项”。",
        "公告缺少“文号”。",
        "公告缺少“标题”。",
        "公告缺少“联系人”。",
        "公告缺少“联系电话”。",
    ]
    assert {each.clause for each in found} == {"3.1"}


@pytest.mark.clause("3.1")
@pytest.mark.parametrize("name", rules.TEXTS)
def test_each_missing_text_is_named(name):
    found = rules.incomplete(Announcement(**TEXTS | {name: "  "}), [item()], DAY)

    assert [each.field for each in found] == [name]


@pytest.mark.clause("3.1")
@pytest.mark.parametrize(("note", "fields"), [("", ["revision_note"]), ("调整时间", [])])
def test_revision_says_what_it_changes(note, fields):
    found = rules.incomplete(Announcement(**TEXTS, revises_id=7, revision_note=note), [item()], DAY)

    assert [each.field for each in found] == fields


WITHDRAWN = {
    "status": "withdrawn",
    "source": "ministry",
    "in_force_from": datetime.date(2024, 1, 1),
    "pk": 1,
    "name": "面包烘焙",
}


@pytest.mark.clause("1")
@pytest.mark.clause("3.1")
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"places": 0}, ["面包烘焙（第1批）的名额应大于0。"]),
        (
            {"exam_from": datetime.date(2026, 3, 21)},
            ["面包烘焙（第1批）的考核日期2026-03-21应晚于报名截止日期2026-03-21。"],
        ),
        ({"exam_from": datetime.date(2026, 3, 22)}, []),
        (
            {"specification": Specification(project=PROJECT, status="superseded")},
            ["面包烘焙（第1批）引用的考核规范不是现行规范，请重新保存公告以引用现行规范。"],
        ),
        (
            {"specification": Specification(project=Project(pk=2), status="in_force")},
            ["面包烘焙（第1批）引用的考核规范不是现行规范，请重新保存公告以引用现行规范。"],
        ),
        (
            {"project": Project(**WITHDRAWN, withdrawn_from=datetime.date(2026, 4, 30))},
            ["考核项目“面包烘焙”已自2026-04-30起撤出目录，不能使用。"],
        ),
        (
            {"project": Project(**WITHDRAWN, withdrawn_from=datetime.date(2026, 1, 1))},
            ["考核项目“面包烘焙”已自2026-01-01起撤出目录，不能使用。"],
        ),
    ],
)
def test_wrong_item_names_what_is_wrong(values, expected):
    assert sentences(rules.wrong_item(item(**values), DAY)) == expected


@pytest.mark.clause("3.1")
@pytest.mark.parametrize(("origin", "count"), [(None, 1), (9, 0)])
def test_closed_window_only_in_a_revision(origin, count):
    assert len(rules.wrong_item(item(origin_id=origin), CLOSES)) == count


def batch(**values):
    given = {"project": PROJECT, "registration_opens": OPENS, "registration_closes": CLOSES,
             "exam_from": datetime.date(2026, 4, 1), "exam_to": datetime.date(2026, 4, 30), "places": 60}  # fmt: skip
    return Batch(**{**given, **values})


@pytest.mark.clause("3.1")
def test_right_batches_pass():
    assert rules.wrong_batches([batch(), batch(batch=2)]) == []


@pytest.mark.clause("3.1")
def test_wrong_batches_name_everything():
    wrong = batch(registration_closes=OPENS, exam_to=datetime.date(2026, 3, 31), places=0)

    assert sentences(rules.wrong_batches([batch(), wrong])) == [
        "面包烘焙（第1批）的报名截止应晚于报名开始。",
        "面包烘焙（第1批）的考核日期止不能早于考核日期起。",
        "面包烘焙（第1批）的名额应大于0。",
        "面包烘焙（第1批）重复，同一项目的批次号应不同。",
    ]


@pytest.mark.clause("3.1")
@pytest.mark.parametrize(
    ("announcement", "published", "count"),
    [
        (Announcement(kind="annual", year=2026), None, 0),
        (Announcement(kind="annual", year=2026), Announcement(pk=5, number="1号"), 1),
        (Announcement(kind="supplement", year=2026), Announcement(pk=5, number="1号"), 0),
        (Announcement(kind="annual", year=2026, revises_id=5), Announcement(pk=5, number="1号"), 0),
    ],
)
def test_one_annual_a_year(announcement, published, count):
    assert len(rules.second_annual(announcement, published)) == count


@pytest.mark.clause("3.1")
@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ([item(origin_id=1, places=3)], []),
        ([item(origin_id=1, places=2)], ["面包烘焙（第1批）已有3人报名，名额不能少于3。"]),
        ([item()], ["原公告的面包烘焙（第1批）已有3人报名，修订不能删去该批次。"]),
    ],
)
def test_revision_keeps_batches_with_registrations(new, expected):
    former = [item(pk=1, taken=3), item(pk=2, batch=2)]

    assert sentences(rules.broken_promises(new, former)) == expected
