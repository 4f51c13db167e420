import datetime

import pytest
from django.urls import reverse

from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project, Specification
from tests.factories import announcements, catalogue, people, sites

pytestmark = pytest.mark.django_db
OFFICE = reverse("catalogue:list")
START, DAY = catalogue.START, datetime.timedelta(days=1)


@pytest.mark.parametrize("count", [1, 3])
def test_public_list_costs_the_same(client, django_assert_num_queries, count):
    for _ in range(count):
        catalogue.project()

    with django_assert_num_queries(3):
        response = client.get(reverse("catalogue:public"))

    assert len(response.context["table"].rows) == count


@pytest.mark.parametrize("count", [1, 3])
def test_office_list_costs_the_same(enter, django_assert_num_queries, count):
    for _ in range(count):
        catalogue.project()
    client = enter(people.actor(Role.PROVINCE))
    client.get(OFFICE)

    with django_assert_num_queries(7):
        response = client.get(OFFICE)

    assert len(response.context["table"].rows) == count


@pytest.mark.parametrize("text", ["建造", "ZX77", "设施农业"])
def test_public_list_is_searched_by_name_code_and_field(client, text):
    found = catalogue.project(name="大棚建造", code="ZX77", field="设施农业")
    catalogue.project()

    rows = client.get(reverse("catalogue:public"), {"q": text}).context["table"].rows

    assert [row.url for row in rows] == [reverse("catalogue:page", args=[found.uid])]


def test_public_list_searches_and_hides_drafts(client):
    found = catalogue.project(name="大棚建造", field="农业")
    catalogue.project(name="面包烘焙")
    catalogue.draft_project(name="大棚维护", field="农业")

    rows = client.get(reverse("catalogue:public"), {"q": "大棚", "field": "农业"}).context["table"].rows

    assert [row.url for row in rows] == [reverse("catalogue:page", args=[found.uid])]


def test_public_page_shows_specification_and_open_batches(client):
    item = announcements.item()

    html = client.get(reverse("catalogue:page", args=[item.project.uid])).content.decode()

    assert "整形与烘烤" in html
    assert reverse("announcements:page", args=[item.announcement.uid]) in html


def test_public_page_of_a_withdrawn_project_says_so(client):
    html = client.get(reverse("catalogue:page", args=[catalogue.withdrawn_project().uid])).content.decode()

    assert "本项目自2025年1月1日 周三起撤出目录" in html


@pytest.mark.parametrize("count", [1, 3])
def test_public_page_costs_the_same(client, django_assert_num_queries, count):
    project = catalogue.project()
    for number in range(count):
        announcements.item(project=project)
        catalogue.specification(
            project, status="superseded", in_force_from=START - DAY * (number + 1), in_force_to=START - DAY * number
        )
        sites.site(projects=[project])
    address = reverse("catalogue:page", args=[project.uid])

    with django_assert_num_queries(5):
        html = client.get(address).content.decode()

    assert len(html.encode()) < 60_000
    assert html.count("第1批") == count


def test_public_page_names_the_sites_that_may_examine_it(client):
    project = catalogue.project()
    made = [sites.site(projects=[project]) for _ in range(11)]
    other = sites.site()

    html = client.get(reverse("catalogue:page", args=[project.uid])).content.decode()

    assert reverse("registry:site", args=[made[0].code]) in html
    assert reverse("registry:site", args=[other.code]) not in html
    assert f'{reverse("registry:directory")}?project={project.code}">考点名录（共11个考点）' in html


def test_earlier_version_is_public_and_says_what_it_is(client):
    project = catalogue.project()
    former = catalogue.specification(
        project, status="superseded", in_force_from=START - DAY, in_force_to=START, definition="旧的定义"
    )

    html = client.get(reverse("catalogue:version", args=[project.uid, former.version])).content.decode()

    assert "旧的定义" in html
    assert "这是第2版（已被替代）" in html


def test_version_that_is_a_draft_or_none_is_not_found(client):
    project = catalogue.project()
    draft = catalogue.draft_specification(project)

    for number in (draft.version, 9):
        assert client.get(reverse("catalogue:version", args=[project.uid, number])).status_code == 404


def test_version_shows_what_it_changes(enter):
    project = catalogue.project()
    draft = catalogue.draft_specification(project, minutes=90)
    client = enter(people.actor(Role.PROVINCE))

    page = client.get(reverse("catalogue:specifications:record", args=[draft.uid])).content.decode()

    assert "与第1版的差异" in page
    assert "考核时长（分钟）" in page


def test_public_page_of_a_draft_is_not_found(client):
    assert client.get(reverse("catalogue:page", args=[catalogue.draft_project().uid])).status_code == 404


PROJECT = {"code": "ZX200", "name": "大棚建造", "field": "农业", "source": "ministry", "in_force_from": "2026-01-01"}


def test_project_is_made_changed_and_put_in_force(enter):
    client = enter(people.actor(Role.PROVINCE))

    address = client.post(reverse("catalogue:new"), PROJECT).url
    project = Project.objects.get(code="ZX200")
    client.post(reverse("catalogue:edit", args=[project.uid]), PROJECT | {"field": "设施农业"})
    client.post(reverse("catalogue:step", args=[project.uid, "put_in_force"]))

    project.refresh_from_db()
    assert address == reverse("catalogue:record", args=[project.uid])
    assert (project.field, project.status) == ("设施农业", "in_force")


def test_new_project_refused_keeps_what_was_typed(enter):
    response = enter(people.actor(Role.PROVINCE)).post(reverse("catalogue:new"), PROJECT | {"name": "电工"})

    assert response.status_code == 422
    assert response.context["form"]["code"].value() == "ZX200"
    assert list(response.context["form"].errors) == ["name"]


def test_withdraw_asks_for_day_and_ground(enter):
    client, project = enter(people.actor(Role.PROVINCE)), catalogue.project()
    address = reverse("catalogue:step", args=[project.uid, "withdraw"])

    page = client.get(address)
    client.post(address, {"withdrawn_from": "2036-03-01", "ground": "国家目录调整", "announced_batches": "continue"})

    project.refresh_from_db()
    assert list(page.context["form"].fields) == ["withdrawn_from", "announced_batches", "ground"]
    assert (project.status, project.announced_batches) == ("leaving", "continue")


def test_specification_form_starts_from_the_current_version(enter):
    client, project = enter(people.actor(Role.PROVINCE)), catalogue.project()
    address = reverse("catalogue:specifications:new", args=[project.uid])

    form = client.get(address).context["form"]
    made = client.post(address, posted(form) | {"minutes": "90"})

    version = Specification.objects.get(version=2)
    assert made.url == reverse("catalogue:specifications:record", args=[version.uid])
    assert (version.minutes, version.tasks.count(), version.requirements.count()) == (90, 3, 5)


def test_specification_rows_can_be_removed(enter):
    client, version = enter(people.actor(Role.PROVINCE)), catalogue.draft_specification(catalogue.project())
    address = reverse("catalogue:specifications:edit", args=[version.uid])

    form = client.get(address).context["form"]
    client.post(address, posted(form) | {"tasks-0-DELETE": "on"})

    page = client.get(reverse("catalogue:specifications:record", args=[version.uid]))
    assert list(version.tasks.values_list("position", "name")) == [(1, "整形与烘烤"), (2, "成品检验")]
    assert page.context["blockers"][0].sentence == "各工作任务的考核比重合计应为100%，现在是70%。"


def test_wrong_row_is_refused_with_its_error(enter):
    client, version = enter(people.actor(Role.PROVINCE)), catalogue.draft_specification(catalogue.project())
    address = reverse("catalogue:specifications:edit", args=[version.uid])

    response = client.post(address, posted(client.get(address).context["form"]) | {"tasks-0-weight": "很多"})

    assert response.status_code == 422
    assert list(response.context["form"].tasks.errors[0]) == ["weight"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.EXPERT])
def test_other_roles_read_but_do_not_write(enter, role):
    client, project = enter(people.actor(role)), catalogue.project()

    assert client.get(reverse("catalogue:record", args=[project.uid])).status_code == 200
    assert client.get(reverse("catalogue:new")).status_code == 403
    assert client.get(reverse("catalogue:step", args=[project.uid, "withdraw"])).status_code == 403


def test_draft_is_not_found_for_a_centre(enter):
    client, project = enter(people.actor(Role.CLERK)), catalogue.draft_project()

    assert client.get(reverse("catalogue:record", args=[project.uid])).status_code == 404


def posted(form):
    """A browser's answer to an unchanged specification form."""
    values = {field.html_name: field.value() for field in form if field.name != "file"}
    for rows in (form.tasks, form.requirements):
        values |= {field.html_name: field.value() for field in rows.management_form}
        values |= {field.html_name: field.value() for each in rows for field in each}
    return {name: value for name, value in values.items() if value not in (None, False)}
