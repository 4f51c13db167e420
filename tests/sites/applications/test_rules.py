"""What an application still lacks (2.1, 2.2, A2, 1)."""

import datetime
from typing import Any

import pytest

from sdzx import clock
from sdzx.accounts.models import Organization
from sites.applications import rules
from sites.applications.models import Application
from sites.applications.sections import Section
from tests.factories import catalogue, people, sites

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)


def sentences(found: list[Any]) -> list[str]:
    return [blocker.sentence for blocker in found]


def test_editable_draft_and_returned() -> None:
    assert [status for status in Application.Status.values if not rules.not_editable(Application(status=status))] == [
        "draft",
        "returned",
    ]


@pytest.mark.clause("2.1")
@pytest.mark.parametrize(("reason", "expected"), [("", ["2.1"]), ("行业协会承担技能评价", [])])
def test_host_kind_other_says_why(reason: str, expected: list[str]) -> None:
    host = Organization(kind=Organization.Kind.OTHER, kind_reason=reason)
    assert [blocker.clause for blocker in rules.host_kind_unfit(host)] == expected


@pytest.mark.clause("2.1")
@pytest.mark.parametrize("kind", ["appraisal", "enterprise", "school", "training"])
def test_host_kind_named_in_the_rules_is_fit(kind: str) -> None:
    assert rules.host_kind_unfit(Organization(kind=kind)) == []


@pytest.mark.clause("A2")
def test_unit_empty_names_every_cell() -> None:
    assert [blocker.field for blocker in rules.unit_incomplete(Application())] == list(rules.UNIT_FIELDS)


@pytest.mark.clause("A2")
def test_unit_contradictions_are_named() -> None:
    app = Application(
        responsible="李明",
        phone="123",
        public_phone="",
        address="大学路1号",
        staff_total=3,
        staff_managers=4,
        staff_teachers=3,
    )
    assert sentences(rules.unit_incomplete(app)) == [
        "联系电话：请填写11位手机号码，或带区号的固定电话，例如0531-88888888。",
        "管理人员数（4）多于从事考核职工总数（3）。",
    ]


@pytest.mark.clause("A2")
@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, ["owned_classrooms"]),
        ({"owned_classrooms": 1, "owned_classroom_area": 60}, []),
        ({"owned_classrooms": 1}, ["owned_classroom_area"]),
        ({"owned_classrooms": 1, "owned_classroom_area": 60, "rented_workshop_area": 20}, ["rented_workshops"]),
    ],
)
def test_premises_rooms_and_areas_belong_together(values: dict[str, int], fields: list[str]) -> None:
    assert [blocker.field for blocker in rules.premises_incomplete(Application(**values))] == fields


@pytest.mark.clause("A2")
def test_projects_none_is_refused() -> None:
    assert sentences(rules.projects_unfit(sites.draft(), TODAY)) == ["请至少填写一个考核项目。"]


@pytest.mark.clause("1")
def test_projects_outside_the_catalogue_are_refused() -> None:
    app = sites.complete(projects=[catalogue.withdrawn_project(), catalogue.project()])
    assert [blocker.clause for blocker in rules.projects_unfit(app, TODAY)] == ["1"]


def test_projects_already_under_way_at_the_address_are_refused() -> None:
    project = catalogue.project()
    first = sites.submitted(projects=[project])
    second = sites.complete(first.organization, projects=[project, catalogue.project()])
    assert sentences(rules.projects_unfit(second, TODAY)) == [
        f"“{project.name}”在同一地址的申请{first.number}正在办理，请勿重复申请。"
    ]
    second.address = "另一处"
    assert rules.projects_unfit(second, TODAY) == []


@pytest.mark.clause("2.2")
def test_examiners_two_for_a_project_are_too_few() -> None:
    app = sites.complete()
    app.examiners.last().delete()
    name = app.projects.get().project.name
    assert sentences(rules.examiners_unfit(app, TODAY)) == [f"“{name}”只有2名考评员，每个项目至少填写3名。"]


@pytest.mark.clause("2.2")
def test_examiners_are_counted_for_each_project() -> None:
    app = sites.complete(projects=[catalogue.project(), catalogue.project()])
    last = app.projects.last().project
    for row in app.examiners.all():
        row.projects.remove(last)
    assert sentences(rules.examiners_unfit(app, TODAY)) == [f"“{last.name}”只有0名考评员，每个项目至少填写3名。"]


@pytest.mark.clause("A2")
def test_examiners_none_or_doubled_are_refused() -> None:
    assert sentences(rules.examiners_unfit(sites.draft(), TODAY)) == ["请填写考评员情况。"]
    app = sites.complete()
    app.examiners.update(card_number="KP1")
    assert sentences(rules.examiners_unfit(app, TODAY)) == ["考评员证书号KP1重复填写。"]


@pytest.mark.clause("2.2")
@pytest.mark.parametrize(("kind", "field"), [("image", "images"), ("rules", "rules"), ("stamped", "stamped")])
def test_materials_each_is_needed(kind: str, field: str) -> None:
    app = sites.complete()
    app.attachments.filter(kind=kind).delete()
    assert [(each.field, each.clause) for each in rules.materials_missing(app)] == [(field, "2.2")]


@pytest.mark.clause("2.2")
@pytest.mark.clause("A2")
def test_submission_complete_has_no_blockers() -> None:
    assert rules.blockers_of_submission(sites.complete(), clock.today()) == []


@pytest.mark.clause("A2")
def test_submission_empty_names_what_every_section_lacks() -> None:
    app = sites.draft()
    found = rules.by_section(app, TODAY)
    assert {section: len(each) for section, each in found.items()} == {
        Section.UNIT: 6, Section.PREMISES: 1, Section.PROJECTS: 1, Section.EQUIPMENT: 1, Section.MANAGERS: 1,
        Section.EXAMINERS: 1, Section.ATTACHMENTS: 3, Section.OPINION: 1,
    }  # fmt: skip
    assert {each.url.split("/")[-2] for each in rules.blockers_of_submission(app, TODAY)} == {s.slug for s in Section}


@pytest.mark.clause("2.2")
@pytest.mark.parametrize(("due_on", "fields"), [(None, []), (TODAY, ["due_on"]), (datetime.date(2026, 3, 3), [])])
def test_supplement_date_leaves_time(due_on: Any, fields: list[str]) -> None:
    assert [blocker.field for blocker in rules.due_too_soon(due_on, TODAY)] == fields


@pytest.mark.clause("2.2")
def test_grounds_are_needed() -> None:
    assert [blocker.field for blocker in rules.grounds_missing([""])] == ["items"]
    assert rules.grounds_missing(["不属本市"]) == []


def test_section_unknown_raises() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Section.of("nothing")
    assert (Section.UNIT.following, Section.OPINION.following) == (Section.PREMISES, None)


def test_host_of_the_application_is_judged() -> None:
    host = people.organization(kind=Organization.Kind.OTHER, kind_reason="协会")
    assert rules.by_section(sites.complete(host), TODAY)[Section.UNIT] == []
