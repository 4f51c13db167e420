import datetime

import pytest

from sdzx.personnel import rules
from tests.factories import catalogue, people, personnel

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 14)


def sentences(found):
    return [each.sentence for each in found]


@pytest.mark.clause("5.3")
def test_fit_examiner_has_no_blockers():
    project = catalogue.project()
    held = personnel.qualified(project=project)

    assert rules.unfit(held, project=project, day=DAY, organization=people.organization()) == []


@pytest.mark.clause("5.3")
@pytest.mark.clause("4.3")
def test_unfit_names_every_reason():
    host, project = people.organization(name="齐鲁学校"), catalogue.project(name="面包烘焙")
    held = personnel.qualified(employer=host, status="suspended", valid_to=datetime.date(2025, 12, 31))
    held.person.name, held.person.is_active = "赵强", False
    personnel.recusal(held.person, host)
    personnel.recusal(held.person, people.organization())

    assert sentences(rules.unfit(held, project=project, day=DAY, organization=host)) == [
        "赵强已不在册。",
        "考评员赵强的资格已暂停。",
        "考评员赵强的资格有效期为2024-01-01至2025-12-31，不含2026-03-14。",
        "考评员赵强的考评项目中没有“面包烘焙”。",
        "赵强的工作单位是“齐鲁学校”，应当回避。",
        "赵强已声明与“齐鲁学校”有关联（近亲属任职），应当回避。",
    ]


@pytest.mark.clause("5.3")
def test_day_alone_may_be_asked():
    assert rules.unfit(personnel.qualified(), day=DAY) == []


@pytest.mark.clause("4.3")
def test_employer_written_by_name_counts():
    host = people.organization(name="齐鲁学校")
    person = personnel.person(employer_name=" 齐鲁学校 ")

    assert len(rules.conflicts(person, host)) == 1


@pytest.mark.clause("5.3")
@pytest.mark.parametrize(
    ("day", "fit"),
    [
        (datetime.date(2023, 12, 31), False),
        (datetime.date(2024, 1, 1), True),
        (datetime.date(2035, 12, 31), True),
        (datetime.date(2036, 1, 1), False),
    ],
)
def test_validity_includes_both_ends(day, fit):
    assert (rules.lapsed(personnel.qualified(), day) == []) is fit


@pytest.mark.clause("5.3")
@pytest.mark.parametrize(("kind", "free"), [("examiner", False), ("supervisor", True), ("expert", True)])
def test_only_examiners_need_listed_projects(kind, free):
    asked, other = catalogue.project(), catalogue.project()

    assert rules.judges(personnel.qualified(kind), asked) is free
    assert rules.judges(personnel.qualified(kind, project=other), asked) is False
    assert rules.judges(personnel.qualified(kind, project=asked), asked) is True


def test_wrong_identity_names_each_field():
    found = rules.wrong_identity("A", "resident_id", "37010219850315", "123")

    assert [each.field for each in found] == ["name", "name", "document_number", "phone"]


def test_right_identity_without_phone_passes():
    assert rules.wrong_identity("赵强", "resident_id", people.resident_id(), "") == []


def test_latin_name_with_a_passport_passes():
    assert rules.wrong_identity("John Smith", "passport", "E12345678", "13812341234") == []


@pytest.mark.clause("5.3")
@pytest.mark.parametrize(("last", "count"), [(DAY, 0), (DAY - datetime.timedelta(days=1), 1)])
def test_validity_is_ordered(last, count):
    assert len(rules.wrong_validity(DAY, last)) == count


@pytest.mark.clause("5.3")
@pytest.mark.parametrize(("kind", "count"), [("examiner", 1), ("expert", 0)])
def test_examiner_without_projects_is_refused(kind, count):
    assert len(rules.projects_missing(kind, [])) == count
