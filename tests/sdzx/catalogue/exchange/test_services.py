import pytest

from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.catalogue.exchange.services import take
from sdzx.catalogue.models import Project, Specification
from sdzx.workflow import Refused
from tests.factories import catalogue, people
from tests.sdzx.catalogue.exchange.tables import HEAD, task, text, whole, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return people.actor(Role.PROVINCE)


@pytest.mark.parametrize("form", [workbook, text])
def test_table_is_taken_once(province, form):
    take(form(*whole()), by=province)
    again = take(form(*whole()), by=province)

    project = Project.objects.get(code="ZX-9001")
    version = project.specifications.get()
    assert (project.status, version.status, again.acts) == ("draft", "draft", False)
    assert list(version.tasks.values_list("name", "weight")) == [("摊制", 60), ("折叠", 40)]
    assert entries_of(project).get().label == "新建项目"


@pytest.mark.clause("1")
def test_table_with_a_bad_row_is_refused_whole(province):
    with pytest.raises(Refused, match="职业领域是空的"):
        take(workbook(*whole(), HEAD | {"code": "ZX-9002", "name": "剪纸制作", "field": ""}), by=province)

    assert Project.objects.count() == 0


def test_good_projects_are_taken_alone_when_asked(province):
    take(workbook(*whole(), HEAD | {"code": "ZX-9002", "name": "剪纸制作", "field": ""}), by=province, partly=True)

    assert [project.code for project in Project.objects.all()] == ["ZX-9001"]


def test_drafts_are_changed_in_place(province):
    take(workbook(*whole()), by=province)
    take(workbook(*whole(field="面食", minutes=75)), by=province)

    project = Project.objects.get()
    assert (project.field, project.specifications.get().minutes) == ("面食", 75)


def test_version_in_force_stays_and_the_next_is_made(province):
    project = catalogue.project()
    row = {"code": project.code, "name": project.name, "field": project.field, "source": "人社部公布"}
    take(workbook(row | task("和面与发酵", 100, project.code)), by=province)

    former, new = Specification.objects.order_by("version")
    assert (former.tasks.count(), new.tasks.count(), new.requirements.count()) == (3, 1, 5)
    assert (former.status, new.status) == ("in_force", "draft")


def test_entry_alone_is_taken(province):
    take(workbook(HEAD), by=province)

    assert Project.objects.get().specifications.count() == 0


def test_centre_takes_nothing():
    with pytest.raises(Refused):
        take(workbook(*whole()), by=people.actor(Role.DIRECTOR))

    assert Project.objects.count() == 0
