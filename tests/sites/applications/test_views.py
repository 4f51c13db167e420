"""The pages of an application."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files import services as files
from sdzx.files.access import may_read
from sites.applications.models import Application
from tests.factories import catalogue, people, sites

pytestmark = pytest.mark.django_db
BASE = "/sites/applications"
S = Application.Status


def rows(*filled: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {"rows-TOTAL_FORMS": len(filled), "rows-INITIAL_FORMS": initial}
    for number, cells in enumerate(filled):
        data |= {f"rows-{number}-{name}": value for name, value in cells.items()}
    return data


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


@pytest.mark.clause("A2")
@pytest.mark.parametrize(
    "section", ["unit", "premises", "projects", "equipment", "managers", "examiners", "attachments", "opinion"]
)
def test_section_page_shows_what_is_stored(enter, section) -> None:
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    page = client.get(f"{BASE}/{app.uid}/edit/{section}/")
    assert page.status_code == 200
    assert page.context["missing"] == []
    assert page.content.decode().count("已填好") == 8


def test_section_unknown_is_not_found(enter) -> None:
    app = sites.draft()
    assert enter(sites.staff(app.organization)).get(f"{BASE}/{app.uid}/edit/nothing/").status_code == 404


def test_section_half_filled_is_saved_and_goes_on(enter) -> None:
    app = sites.draft()
    client = enter(sites.staff(app.organization))
    address = f"{BASE}/{app.uid}/edit/unit/"
    answer = client.post(address, {"kind": "school", "responsible": "张华", "next": "1"})
    app.refresh_from_db()
    assert (answer.url, app.responsible, app.organization.kind) == (
        f"{BASE}/{app.uid}/edit/premises/",
        "张华",
        "school",
    )
    assert client.post(f"{BASE}/{app.uid}/edit/premises/", {"owned_classrooms": "2"}).url.endswith("/edit/premises/")
    assert client.post(f"{BASE}/{app.uid}/edit/opinion/", {"opinion": "同意", "next": "1"}).url == f"{BASE}/{app.uid}/"
    app.refresh_from_db()
    assert (app.owned_classrooms, app.opinion) == (2, "同意")


@pytest.mark.clause("2.1")
def test_section_other_kind_without_reason_keeps_what_was_typed(enter) -> None:
    app = sites.draft()
    page = enter(sites.staff(app.organization)).post(
        f"{BASE}/{app.uid}/edit/unit/", {"kind": "other", "responsible": "张华"}
    )
    assert page.status_code == 422
    assert [list(page.context["form"].errors), page.context["form"]["responsible"].value()] == [["kind_reason"], "张华"]


def test_section_rows_are_saved_without_the_empty_and_the_deleted(enter) -> None:
    app = sites.draft()
    project = catalogue.project()
    client = enter(sites.staff(app.organization))
    client.post(
        f"{BASE}/{app.uid}/edit/projects/",
        rows({"project": project.pk, "workstations": 10, "rooms": 1}, {"rooms": 1}),
    )
    assert [(row.project, row.workstations) for row in app.projects.all()] == [(project, 10)]
    person = {"name": "孙丽", "sex": "女", "birth_date": "1990-01-01", "education": "大专", "title": "主任"}
    client.post(f"{BASE}/{app.uid}/edit/managers/", rows(person, {**person, "name": "周强", "DELETE": "on"}))
    assert [row.name for row in app.managers.all()] == ["孙丽"]
    examiner = {**person, "trade": "烘焙", "card_number": "K1", "projects": [project.pk]}
    client.post(f"{BASE}/{app.uid}/edit/examiners/", rows(examiner))
    assert [list(row.projects.all()) for row in app.examiners.all()] == [[project]]


def test_section_rows_wrong_are_shown_again(enter) -> None:
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    person = {
        "name": "孙丽",
        "sex": "女",
        "birth_date": "2020-01-01",
        "education": "大专",
        "trade": "烘焙",
        "card_number": "K1",
    }
    page = client.post(f"{BASE}/{app.uid}/edit/examiners/", rows(person, person))
    assert page.status_code == 422
    assert list(page.context["form"].errors[0]) == ["birth_date", "projects"]
    project = {"project": app.projects.get().project.pk, "workstations": 1, "rooms": 1}
    doubled = client.post(f"{BASE}/{app.uid}/edit/projects/", rows(project, project))
    assert doubled.context["form"].non_form_errors() == ["考核项目重复，请合并或删除。"]


def test_section_after_submission_is_refused(enter) -> None:
    app = sites.submitted()
    client = enter(sites.staff(app.organization))
    for section, data in (("opinion", {"opinion": "改"}), ("equipment", rows())):
        page = client.post(f"{BASE}/{app.uid}/edit/{section}/", data)
        assert page.status_code == 422
        assert "不能再修改" in page.content.decode()


@pytest.mark.clause("2.2")
def test_attachments_several_at_once(enter) -> None:
    from io import BytesIO

    from PIL import Image

    app = sites.draft()
    client = enter(sites.staff(app.organization))
    images = []
    for shade in (10, 200):
        buffer = BytesIO()
        Image.new("RGB", (40, 40), (shade, shade, shade)).save(buffer, "PNG")
        images.append(SimpleUploadedFile(f"{shade}.png", buffer.getvalue()))
    client.post(f"{BASE}/{app.uid}/edit/attachments/", {"images": images})
    held = [each.file for each in app.attachments.all()]
    assert [each.kind for each in held] == ["application.image", "application.image"]
    readers = (sites.staff(app.organization), sites.staff())
    assert [may_read(each, held[0]) for each in readers] == [True, False]


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
    assert len(page.context["files"]) == 3
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
