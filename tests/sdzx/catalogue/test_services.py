import dataclasses
import datetime
from decimal import Decimal

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.catalogue import services
from sdzx.catalogue.models import Project, Specification
from sdzx.files.services import store
from sdzx.workflow import Refused
from tests.factories import catalogue, people

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 14)
VALUES = {"code": " ZX100 ", "name": "面包烘焙", "field": "食品加工", "source": "ministry", "in_force_from": DAY}


@pytest.fixture
def province():
    return people.actor(Role.PROVINCE)


def test_create_project_leaves_a_trace(province):
    project = services.create_project(by=province, **VALUES)

    assert (project.code, project.status) == ("ZX100", "draft")
    assert [(each.label, each.after["项目编码"]) for each in entries_of(project)] == [("新建项目", "ZX100")]


@pytest.mark.clause("1")
def test_create_project_refused_with_every_problem(province):
    catalogue.draft_project(code="ZX100", name="面点制作")

    with pytest.raises(Refused) as refusal:
        services.create_project(by=province, **VALUES | {"name": "面点师", "source": "province"})

    assert [each.field for each in refusal.value.blockers] == ["name", "filing_number", "filed_on", "code"]


def test_create_project_refused_for_a_name_in_use(province):
    catalogue.draft_project(name="面包烘焙")

    with pytest.raises(Refused, match="目录中已有项目“面包烘焙”"):
        services.create_project(by=province, **VALUES)


def test_create_project_refused_for_a_centre():
    with pytest.raises(Refused):
        services.create_project(by=people.actor(Role.DIRECTOR), **VALUES)

    assert Project.objects.count() == 0


def test_edit_project_traces_what_changed(province):
    project = catalogue.draft_project(code="ZX100")

    services.edit_project(project, by=province, field="餐饮服务")

    entry = entries_of(project).get()
    assert (entry.before, entry.after) == ({"职业领域": "食品加工"}, {"职业领域": "餐饮服务"})


def test_edit_project_in_force_refused(province):
    with pytest.raises(Refused, match="不能再修改"):
        services.edit_project(catalogue.project(), by=province, field="餐饮服务")


@pytest.mark.clause("1")
def test_put_in_force_makes_usable(province):
    project = catalogue.draft_project(in_force_from=DAY)

    services.put_in_force(project, by=province)

    assert list(Project.objects.usable_on(DAY)) == [project]
    assert list(Project.objects.usable_on(DAY - datetime.timedelta(days=1))) == []


@pytest.mark.clause("1")
def test_put_in_force_refused_without_source(province):
    project = catalogue.draft_project(source="province")

    with pytest.raises(Refused, match=r"备案号.*备案日期"):
        services.put_in_force(project, by=province)


@pytest.mark.clause("1")
def test_withdraw_ends_use_from_its_date(province):
    project = catalogue.project()

    with clock.at(datetime.datetime(2026, 3, 14, 4, tzinfo=datetime.UTC)):
        services.withdraw(project, by=province, ground="国家目录调整", withdrawn_from=DAY)

    assert list(Project.objects.usable_on(DAY)) == []
    assert list(Project.objects.usable_on(DAY - datetime.timedelta(days=1))) == [project]
    assert project.status == "withdrawn"


@pytest.mark.parametrize("make", [catalogue.draft_project, catalogue.withdrawn_project])
def test_withdraw_refused_changes_nothing(province, make):
    project = make()
    before = project.withdrawn_from

    with pytest.raises(Refused):
        services.withdraw(project, by=province, ground="国家目录调整", withdrawn_from=DAY)

    project.refresh_from_db()
    assert project.withdrawn_from == before


def test_withdraw_before_start_refused(province):
    with pytest.raises(Refused, match="撤出日期不能早于生效日期"):
        services.withdraw(catalogue.project(), by=province, ground="调整", withdrawn_from=datetime.date(2023, 1, 1))


def content(**values):
    return dataclasses.replace(services.content_of(catalogue.draft_specification(catalogue.draft_project())), **values)


def test_create_specification_takes_the_next_version(province):
    project = catalogue.project()
    given = content(in_force_from=DAY)

    made = services.create_specification(project, by=province, content=given)

    assert (made.version, made.status) == (2, "draft")
    assert services.content_of(made) == given


@pytest.mark.clause("1")
def test_withdrawn_project_gets_no_version(province):
    with pytest.raises(Refused, match="不能新增规范版本"):
        services.create_specification(catalogue.withdrawn_project(), by=province, content=content())


def test_first_specification_is_version_one(province):
    assert services.create_specification(catalogue.draft_project(), by=province, content=content()).version == 1


def test_specification_keeps_its_file(province):
    file = store(b"%PDF-1.7 sample", name="规范.pdf", kind="draft", by=province, media_type="application/pdf")

    made = services.create_specification(catalogue.project(), by=province, content=content(file=file))
    again = services.edit_specification(made, by=province, content=services.content_of(made))

    assert (again.file, again.file.kind) == (file, services.FILE_KIND)


def test_edit_specification_replaces_its_rows(province):
    made = catalogue.draft_specification(catalogue.project())
    given = dataclasses.replace(services.content_of(made), tasks=services.content_of(made).tasks[:1])

    services.edit_specification(made, by=province, content=given)

    assert list(made.tasks.values_list("position", "name")) == [(1, "和面与发酵")]


def test_edit_specification_refused_once_in_force(province):
    made = catalogue.project().specifications.get()

    with pytest.raises(Refused, match="请新建一个版本"):
        services.edit_specification(made, by=province, content=services.content_of(made))


def test_specification_with_wrong_numbers_refused(province):
    with pytest.raises(Refused, match="考核时长至少1分钟"):
        services.create_specification(catalogue.project(), by=province, content=content(minutes=0))


@pytest.mark.clause("1")
def test_put_specification_in_force_supersedes_the_former(province):
    project = catalogue.project()
    former, new = project.specifications.get(), catalogue.draft_specification(project, in_force_from=DAY)

    with clock.at(datetime.datetime(2026, 3, 20, 4, tzinfo=datetime.UTC)):
        services.put_specification_in_force(new, by=province)

    former.refresh_from_db()
    assert (former.status, former.in_force_to) == ("superseded", DAY)
    assert services.current_specification(project) == new


def test_first_specification_comes_into_force(province):
    project = catalogue.draft_project()
    new = catalogue.draft_specification(project, in_force_from=catalogue.START)

    services.put_specification_in_force(new, by=province)

    assert services.current_specification(project) == new


@pytest.mark.clause("1")
def test_put_specification_in_force_refused_for_wrong_weights(province):
    project = catalogue.project()
    new = catalogue.draft_specification(project, in_force_from=DAY)
    new.tasks.filter(position=1).update(weight=Decimal(40))

    with clock.at(datetime.datetime(2026, 3, 20, 4, tzinfo=datetime.UTC)), pytest.raises(Refused, match="现在是110%"):
        services.put_specification_in_force(new, by=province)

    assert Specification.objects.get(status="in_force").version == 1


def test_put_specification_in_force_twice_says_who_did_it(province):
    made = catalogue.project().specifications.get()

    with pytest.raises(Refused, match="当前状态为“现行”"):
        services.put_specification_in_force(made, by=province)
