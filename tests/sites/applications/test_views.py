"""The pages of an application."""

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files import services as files
from sdzx.files.access import may_read
from sites.applications.models import Application
from tests.factories import people, sites

pytestmark = pytest.mark.django_db
BASE = "/sites/applications"
S = Application.Status


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_number_of_queries(enter, django_assert_num_queries, count) -> None:
    for _ in range(count):
        sites.submitted()
    client = enter(people.actor(Role.CLERK))
    with django_assert_num_queries(6):
        page = client.get(f"{BASE}/")
    assert page.content.decode().count("SQ370100") == count


def test_list_is_filtered_by_state_and_name(enter) -> None:
    wanted = sites.submitted()
    sites.accepted()
    client = enter(people.actor(Role.CLERK))
    for query in ("?status=submitted", f"?q={wanted.organization.name}"):
        found = client.get(f"{BASE}/{query}").context["table"].rows
        assert [row.url for row in found] == [f"{BASE}/{wanted.uid}/"]


def test_new_leads_to_the_first_section(enter) -> None:
    by = sites.staff()
    client = enter(by)
    assert by.organization.uscc in client.get(f"{BASE}/new/").content.decode()
    answer = client.post(f"{BASE}/new/")
    assert answer.url == f"{BASE}/{Application.objects.get().uid}/edit/unit/"
    assert "新建申请" in client.get(f"{BASE}/").content.decode()


def test_edit_leads_to_what_is_missing(enter) -> None:
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    assert client.get(f"{BASE}/{app.uid}/edit/").url == f"{BASE}/{app.uid}/edit/unit/"
    app.equipment.all().delete()
    assert client.get(f"{BASE}/{app.uid}/edit/").url == f"{BASE}/{app.uid}/edit/equipment/"
    assert client.get(f"{BASE}/{sites.draft().uid}/edit/").status_code == 404


def test_record_draft_shows_what_is_missing_and_goes_on(enter) -> None:
    app = sites.draft()
    page = enter(sites.staff(app.organization)).get(f"{BASE}/{app.uid}/")
    assert len(page.context["blockers"]) == 15
    assert [button.label for button in page.context["buttons"]] == ["提交申请", "撤回申请", "继续填写", "申请表PDF"]


def test_record_returned_shows_the_supplement(enter) -> None:
    app = sites.submitted(status=S.RETURNED, supplement="图像：缺操作室\n制度：未盖章")
    page = enter(sites.staff(app.organization)).get(f"{BASE}/{app.uid}/")
    assert page.context["supplement"] == ["图像：缺操作室", "制度：未盖章"]


def test_record_for_the_clerk_has_files_tables_and_steps(enter) -> None:
    app = sites.submitted()
    page = enter(people.actor(Role.CLERK)).get(f"{BASE}/{app.uid}/")
    assert [table.caption for table in page.context["tables"]] == [
        "考核项目",
        "设施设备",
        "组织管理人员情况",
        "考评员情况",
    ]
    assert (len(page.context["files"]), len(page.context["material"])) == (0, 3)
    labels = [button.label for button in page.context["buttons"]]
    assert labels == ["受理", "退回补正", "不予受理", "申请表PDF"]


def test_record_draft_is_unknown_to_the_centre(enter) -> None:
    assert enter(people.actor(Role.CLERK)).get(f"{BASE}/{sites.draft().uid}/").status_code == 404


def test_step_submit_and_return_for_supplement(enter) -> None:
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    assert client.get(f"{BASE}/{app.uid}/submit/").context["blockers"] == []
    assert client.post(f"{BASE}/{app.uid}/submit/").url == f"{BASE}/{app.uid}/"
    clerk = enter(people.actor(Role.CLERK))
    page = clerk.post(f"{BASE}/{app.uid}/return_for_supplement/", {"items": " \n "})
    assert page.status_code == 422
    clerk.post(f"{BASE}/{app.uid}/return_for_supplement/", {"items": "图像：缺操作室\n\n制度：未盖章"})
    app.refresh_from_db()
    assert (app.status, app.supplement) == (S.RETURNED, "图像：缺操作室\n制度：未盖章")


def test_document_draft_is_made_now_and_issued_is_frozen(enter) -> None:
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    assert client.get(f"{BASE}/{app.uid}/documents/annex2/").content[:5] == b"%PDF-"
    client.post(f"{BASE}/{app.uid}/submit/")
    frozen = client.get(f"{BASE}/{app.uid}/documents/annex2/").content
    assert frozen == app.documents.get().file.path.read_bytes()
    assert client.get(f"{BASE}/{app.uid}/documents/accepted/").status_code == 404
    assert client.get(f"{BASE}/{app.uid}/documents/nothing/").status_code == 404


def test_document_that_the_archive_destroyed_is_not_found(enter) -> None:
    app = sites.submitted(status=S.REJECTED)
    gone = files.store(sites.PDF, name="申请表.pdf", kind="application.annex2")
    app.documents.create(kind="annex2", file=gone, issued_on=clock.today())
    files.erase(gone)
    client = enter(sites.staff(app.organization))
    assert client.get(f"{BASE}/{app.uid}/documents/annex2/").status_code == 404


def test_document_with_an_unprintable_name_says_so(enter) -> None:
    app = sites.complete(responsible="\U000f0000")
    page = enter(sites.staff(app.organization)).get(f"{BASE}/{app.uid}/documents/annex2/")
    assert (page.status_code, "无法打印" in page.content.decode()) == (422, True)


def test_document_report_is_not_for_the_host(enter) -> None:
    from sites.evaluations import services

    app = sites.judged()
    services.conclude(app, by=people.actor(Role.CLERK))
    report = app.documents.get()
    host = sites.staff(app.organization)
    statuses = []
    for actor in (host, people.actor(Role.DIRECTOR)):
        client = enter(actor)
        statuses.append(client.get(f"{BASE}/{app.uid}/documents/report/").status_code)
    assert statuses == [404, 200]
    assert [may_read(each, report.file) for each in (host, people.actor(Role.CLERK))] == [False, True]
    assert [line.kind for line in enter(host).get(f"{BASE}/{app.uid}/").context["files"]].count("文书") == 0
