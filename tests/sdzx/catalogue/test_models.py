"""What the database itself refuses."""

import datetime

import pytest
from django.db import IntegrityError

from tests.factories import catalogue

pytestmark = pytest.mark.django_db
START, DAY = catalogue.START, datetime.timedelta(days=1)


@pytest.mark.clause("1")
@pytest.mark.parametrize("name", ["电工", "收银员", "面点师"])
def test_no_entry_is_named_like_an_occupation(name):
    with pytest.raises(IntegrityError, match="project_name_no_occupation"):
        catalogue.draft_project(name=name)


@pytest.mark.parametrize("status", ["leaving", "withdrawn"])
def test_no_withdrawal_without_its_day(status):
    with pytest.raises(IntegrityError, match="project_withdrawn_has_date"):
        catalogue.draft_project(status=status)


@pytest.mark.parametrize(
    ("start", "end"), [(START - DAY, START + DAY), (START, START + DAY), (START + DAY, START + 2 * DAY)]
)
def test_versions_never_overlap(start, end):
    project = catalogue.project()

    with pytest.raises(IntegrityError, match="specification_versions_apart"):
        catalogue.specification(project, status="superseded", in_force_from=start, in_force_to=end)


def test_versions_follow_one_another_and_drafts_may_say_any_day():
    project = catalogue.project()

    catalogue.specification(project, status="superseded", in_force_from=START - DAY, in_force_to=START)
    catalogue.draft_specification(project, in_force_from=START)

    assert project.specifications.count() == 3


def test_versions_of_different_projects_may_overlap():
    assert (
        catalogue.project().specifications.get().in_force_from == catalogue.project().specifications.get().in_force_from
    )


def test_version_that_counted_has_a_beginning_before_its_end():
    project = catalogue.draft_project()

    with pytest.raises(IntegrityError, match="specification_superseded_after_start"):
        catalogue.specification(project, status="superseded", in_force_from=START, in_force_to=START)


def test_version_in_force_says_since_when():
    with pytest.raises(IntegrityError, match="specification_in_force_has_date"):
        catalogue.specification(catalogue.draft_project(), in_force_from=None)


def test_task_stands_once_in_a_version():
    version = catalogue.project().specifications.get()

    with pytest.raises(IntegrityError, match="task_name_once"):
        version.tasks.filter(position=2).update(name=version.tasks.get(position=1).name)
