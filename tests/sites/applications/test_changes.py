"""How a change or renewal differs from the site, and what it needs beyond annex 2 (2.4, 5.4)."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sites.applications import changes as subject
from sites.applications import rules
from sites.applications.models import Application
from sites.applications.sections import Section
from sites.registry import services as registry
from tests.factories import catalogue, changes, people, sites

pytestmark = pytest.mark.django_db


def unmet(application: Application) -> list[str]:
    """Clause and part of everything that is asked for beyond annex 2."""
    found = subject.by_section(application, clock.today())
    return [f"{section.slug} {each.clause}" for section, blockers in found.items() for each in blockers]


def test_new_site_has_no_differences_and_needs_nothing_more() -> None:
    made = sites.complete()
    assert subject.differences(made, clock.today()) == []
    assert subject.by_section(made, clock.today()) == {}
    with pytest.raises(LookupError):
        _ = made.site_required
    assert subject.site_unfit(made) == []


@pytest.mark.parametrize(
    "matters", [("projects",), ("premises",), ("examiners",), ("capacity",), ("projects", "premises")]
)
def test_complete_change_can_be_submitted(matters: tuple[str, ...]) -> None:
    assert rules.blockers_of_submission(changes.change(changes=matters), clock.today()) == []


def test_complete_renewal_can_be_submitted() -> None:
    assert rules.blockers_of_submission(changes.renewal(), clock.today()) == []


@pytest.mark.clause("2.4")
@pytest.mark.parametrize(
    ("matter", "where"),
    [("projects", "projects"), ("premises", "unit"), ("examiners", "examiners"), ("capacity", "projects")],
)
def test_matter_that_was_ticked_has_to_be_there(matter: str, where: str) -> None:
    made = changes.change(changes=(matter,))
    assert unmet(made) == []
    made.projects.exclude(project__in=made.site.authorisations.values("project")).delete()
    made.projects.update(workstations=20)
    made.examiners.exclude(card_number__in=made.site.application.examiners.values("card_number")).delete()
    made.address = made.site.address
    assert unmet(made) == [f"{where} 2.4"]


@pytest.mark.clause("2.4")
def test_what_was_not_ticked_stays_as_it_was_made_known() -> None:
    made = changes.change(changes=("projects", "premises", "capacity"))
    made.changes = ["examiners"]
    assert unmet(made) == ["unit 2.4", "projects 2.4", "projects 2.4"]


@pytest.mark.clause("2.4")
def test_move_keeps_every_project_of_the_site() -> None:
    made = changes.change(changes=("premises",))
    made.projects.all().delete()
    assert unmet(made) == ["projects 2.4"]


@pytest.mark.clause("5.4")
def test_change_of_a_suspended_site_is_not_submitted() -> None:
    made = changes.change()
    made.site.status = "suspended"
    assert unmet(made) == ["unit 5.4"]


@pytest.mark.clause("2.4")
def test_renewal_changes_neither_place_nor_size_nor_projects() -> None:
    made = changes.renewal()
    made.address = "别处"
    made.projects.update(workstations=99)
    changes.add_project(made, catalogue.project())
    assert unmet(made) == ["unit 2.4", "projects 2.4", "projects 2.4"]


@pytest.mark.clause("2.4")
def test_renewal_before_its_time_is_not_submitted() -> None:
    made = changes.renewal()
    made.site.authorisations.update(valid_to=clock.today() + datetime.timedelta(days=400))
    assert unmet(made) == ["projects 2.4"]


def test_differences_in_annex_2s_order() -> None:
    site = sites.site()
    project = catalogue.project()
    made = changes.change(site, changes=("projects", "premises", "capacity"), project=project)
    made.responsible, made.owned_workshops, made.rented_workshops = "王新", 0, 1
    made.rented_workshop_area = "80.00"
    made.equipment.all().delete()
    made.equipment.create(name="新烤箱", model="A1", quantity="2台")
    made.examiners.filter(name="考评员甲").delete()
    found = subject.differences(made, clock.today())
    assert [each.section for each in found] == sorted((each.section for each in found), key=list(Section).index)
    said = {
        each.what: str(each) for each in found if each.section in (Section.UNIT, Section.PREMISES, Section.PROJECTS)
    }
    assert said == {
        "考点地址": f"{site.address} → 济南市高新区新泺大街2号",
        "负责人": "李明 → 王新",
        "自有操作室": "3间，360.5 m² → （无）",
        "租用操作室": "（无） → 1间，80 m²",
        f"考核项目“{site.authorisations.get().project.name}”": "每场20人，考场2个 → 每场30人，考场2个",
        f"考核项目“{project.name}”": "（无） → 每场15人，考场1个",
    }
    rows = [each.after[:2] for each in found if each.section in (Section.EQUIPMENT, Section.EXAMINERS)]
    assert rows == ["增加", "减少", "减少", "增加", "增加", "增加"]


def test_differences_of_a_renewal_and_of_what_has_lapsed() -> None:
    site = changes.ending_site(days=10)
    made = changes.renewal(site)
    assert [each.after for each in subject.differences(made, clock.today())] == ["延续"]
    site.authorisations.update(valid_to=clock.today() - datetime.timedelta(days=1))
    assert ["到期" in each.before for each in subject.differences(made, clock.today())] == [True]


def test_differences_of_a_site_from_before_the_portal() -> None:
    site = sites.site()
    Application.objects.filter(pk=site.application_id).update(status="withdrawn")
    made = changes.change(site, changes=("capacity",))
    assert [each.section for each in subject.differences(made, clock.today())] == [Section.PROJECTS]


def test_examiners_are_those_of_the_newest_application_that_names_the_project() -> None:
    one, two = catalogue.project(), catalogue.project()
    site = sites.site(projects=[one, two])
    made = changes.change(site, changes=("examiners",), status="approved")
    made.projects.filter(project=two).delete()
    for row in made.examiners.all():
        row.projects.remove(two)
    registry.publish(sites.publication(made), by=people.actor(Role.BUREAU))
    found = subject.examiners_of(subject.published(site), [one.pk, two.pk])
    assert sorted(len(projects) for _, projects in found) == [1, 2, 2, 2]
    assert subject.examiners_of(subject.published(site), []) == []
