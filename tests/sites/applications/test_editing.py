"""The pages on which annex 2 is filled in: saved at once, by themselves, row by row, file by file."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sdzx.audit.services import entries_of
from sdzx.catalogue.models import Project
from sdzx.files.access import may_read
from sites.applications.entry import services
from sites.applications.models import Application
from sites.applications.sections import Section
from tests.factories import catalogue, sites

pytestmark = pytest.mark.django_db
BASE = "/sites/applications"
PERSON = {"name": "孙丽", "sex": "女", "birth_date": "1990-01-01", "education": "大专", "title": "主任"}
AUTOSAVE = {"X-Autosave": "1"}


def rows(*filled: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {"rows-TOTAL_FORMS": len(filled), "rows-INITIAL_FORMS": 0}
    for number, cells in enumerate(filled):
        data |= {f"rows-{number}-{name}": value for name, value in cells.items()}
    return data


def address(app: Application, section: str) -> str:
    return f"{BASE}/{app.uid}/edit/{section}/"


def picture(shade: int = 10) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 40), (shade, shade, shade)).save(buffer, "PNG")
    return buffer.getvalue()


SECTIONS = [section.slug for section in Section]


@pytest.mark.clause("A2")
@pytest.mark.parametrize("section", SECTIONS)
def test_section_page_shows_what_is_stored(enter, section) -> None:
    app = sites.complete()
    page = enter(sites.staff(app.organization)).get(address(app, section))
    assert page.status_code == 200
    assert [line.missing for line in page.context["checklist"]] == [[]] * 8
    assert page.content.decode().count("已填好") == 8


@pytest.mark.parametrize("count", [1, 3])
def test_section_page_of_rows_asks_the_same_number_of_queries(enter, django_assert_num_queries, count) -> None:
    app = sites.complete()
    row = app.examiners.first()
    for number in range(count):
        row.pk, row.card_number, row.name = None, f"KZ{number}", f"增{number}"
        row.save()
        row.projects.set([app.projects.get().project])
    client = enter(sites.staff(app.organization))
    with django_assert_num_queries(24):
        page = client.get(address(app, "examiners"))
    assert len(page.context["grid"].formset.forms) == 3 + count


def test_section_unknown_or_foreign_is_not_found(enter) -> None:
    app = sites.draft()
    client = enter(sites.staff(app.organization))
    assert client.get(address(app, "nothing")).status_code == 404
    for place in ("nothing/import/", "unit/import/", "unit/workbook/template/", "equipment/workbook/other/"):
        assert client.get(f"{BASE}/{app.uid}/edit/{place}").status_code == 404
    foreign = enter(sites.staff())
    for place in ("unit/", "equipment/import/", "equipment/workbook/export/", "attachments/upload/"):
        assert foreign.get(f"{BASE}/{app.uid}/edit/{place}").status_code == 404


def test_section_half_filled_is_saved_and_goes_on(enter) -> None:
    app = sites.draft()
    client = enter(sites.staff(app.organization))
    answer = client.post(address(app, "unit"), {"kind": "school", "responsible": "张华", "next": "1"})
    app.refresh_from_db()
    assert (answer.url, app.responsible, app.organization.kind) == (address(app, "premises"), "张华", "school")
    assert client.post(address(app, "premises"), {"owned_classrooms": "2"}).url == address(app, "premises")
    assert client.post(address(app, "opinion"), {"opinion": "同意", "next": "1"}).url == f"{BASE}/{app.uid}/"
    app.refresh_from_db()
    assert (app.owned_classrooms, app.opinion) == (2, "同意")


@pytest.mark.clause("A2")
def test_checklist_leads_to_the_field_with_the_clause(enter) -> None:
    app = sites.complete(phone="")
    client = enter(sites.staff(app.organization))
    (lack,) = client.get(address(app, "unit")).context["checklist"][0].missing
    assert (lack.sentence, lack.citation, lack.url) == ("请填写联系电话。", "依据《工作规则》附件2", "#id_phone")
    part = client.get(address(app, "opinion") + "?part=checklist").content.decode()
    assert f'href="{address(app, "unit")}#id_phone"' in part
    assert "<html" not in part


@pytest.mark.clause("2.1")
def test_section_wrong_keeps_what_was_typed_and_writes_what_is_right(enter) -> None:
    app = sites.draft()
    by = sites.staff(app.organization)
    client = enter(by)
    typed = {"kind": "other", "responsible": "张华", "staff_total": "很多"}
    page = client.post(address(app, "unit"), typed)
    app.refresh_from_db()
    assert (page.status_code, app.responsible, app.organization.kind) == (422, "张华", "training")
    again = client.get(address(app, "unit"))
    form = again.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert form.errors == {
        "kind_reason": ["选择“其他”的，请说明设立考点的理由（依据《工作规则》二）。"],
        "staff_total": ["请填写整数。"],
    }
    assert "尚未写入申请表" in again.content.decode()
    assert client.post(address(app, "unit"), {"kind": "school", "staff_total": "9"}).status_code == 302
    assert app.section_drafts.count() == 0


def test_autosave_writes_and_says_when(enter) -> None:
    app = sites.draft()
    by = sites.staff(app.organization)
    client = enter(by)
    answer = client.post(address(app, "unit"), {"kind": "school", "responsible": "张", "base": "0"}, headers=AUTOSAVE)
    told = answer.json()
    assert (answer.status_code, told["base"], told["sentence"], told["overtaken"]) == (200, 1, "", False)
    wrong = {"kind": "school", "responsible": "张华", "staff_total": "-1", "base": "1"}
    told = client.post(address(app, "unit"), wrong, headers=AUTOSAVE).json()
    assert (told["base"], told["sentence"]) == (2, "有1处填写不正确，已保留，改正后写入申请表")
    app.refresh_from_db()
    assert (app.responsible, app.staff_total) == ("张华", None)
    assert client.get(address(app, "unit")).context["form"]["staff_total"].value() == "-1"
    assert [entry.label for entry in entries_of(app)] == ["填写“申请单位”（自动保存）"]


def test_autosave_after_somebody_else_saved_keeps_both_and_asks(enter) -> None:
    app = sites.draft()
    by, other = (sites.staff(app.organization) for _ in range(2))
    client = enter(by)
    services.save_fields(app, by=other, section=Section.OPINION, values={"opinion": "乙"})
    answer = client.post(address(app, "opinion"), {"opinion": "甲", "base": "0"}, headers=AUTOSAVE)
    assert (answer.status_code, answer.json()["overtaken"]) == (409, True)
    assert f"{other.name}于" in answer.json()["sentence"]
    page = client.get(address(app, "opinion"))
    assert page.context["conflict"].fields == [("申报单位意见", "甲", "乙")]
    assert page.context["form"]["opinion"].value() == "甲"
    stale = {"opinion": "甲", "base": page.context["base"]}
    assert client.post(address(app, "opinion"), stale).status_code == 409
    client.post(address(app, "opinion"), {**stale, "do": "mine"})
    app.refresh_from_db()
    assert (app.opinion, app.section_drafts.count()) == ("甲", 0)


def test_conflict_of_rows_names_the_rows_and_the_other_may_be_chosen(enter) -> None:
    app = sites.complete()
    by, other = (sites.staff(app.organization) for _ in range(2))
    project = app.projects.get().project
    client = enter(by)
    theirs = {"project": project, "workstations": 30, "rooms": 1}
    services.save_rows(app, by=other, section=Section.PROJECTS, rows=[theirs])
    sent = rows({"project": project.pk, "workstations": 5, "rooms": 1}) | {"base": "0"}
    page = client.post(address(app, "projects"), sent)
    assert page.status_code == 409
    found = page.context["conflict"]
    assert (found.mine, found.theirs) == ([f"{project.name} · 5 · 1"], [f"{project.name} · 30 · 1"])
    assert client.post(address(app, "projects"), {**sent, "do": "theirs"}).url == address(app, "projects")
    assert client.get(address(app, "projects")).context["conflict"] is None
    assert app.projects.get().workstations == 30


def test_conflict_with_an_own_draft_from_before_is_shown_when_the_page_opens(enter) -> None:
    app = sites.draft()
    by, other = (sites.staff(app.organization) for _ in range(2))
    client = enter(by)
    client.post(address(app, "unit"), {"kind": "other", "responsible": "张华"})
    services.save_fields(app, by=other, section=Section.UNIT, values={"responsible": "王芳"})
    found = client.get(address(app, "unit")).context["conflict"]
    assert ("负责人", "张华", "王芳") in found.fields
    assert ("单位类别", "其他", "培训评价机构") in found.fields


def test_rows_are_saved_without_the_empty_and_the_deleted(enter) -> None:
    app = sites.draft()
    project = catalogue.project()
    client = enter(sites.staff(app.organization))
    client.post(address(app, "projects"), rows({"project": project.pk, "workstations": 10, "rooms": 1}, {"rooms": 1}))
    assert [(row.project, row.workstations) for row in app.projects.all()] == [(project, 10)]
    client.post(address(app, "managers"), rows(PERSON, {**PERSON, "name": "周强", "DELETE": "on"}))
    assert [row.name for row in app.managers.all()] == ["孙丽"]
    client.post(address(app, "examiners"), rows({**PERSON, "trade": "烘焙", "card_number": "K１", "projects": [project.pk]}))  # fmt: skip
    assert [(row.card_number, list(row.projects.all())) for row in app.examiners.all()] == [("K1", [project])]


def test_rows_wrong_stay_in_their_cells_and_the_good_ones_are_written(enter) -> None:
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    project = app.projects.get().project
    good = {**PERSON, "trade": "烘焙", "card_number": "K1", "projects": [project.pk]}
    wrong = {
        **good,
        "card_number": "K2",
        "sex": "F",
        "birth_date": "去年",
        "projects": ["无此项目"],
        "trade": "长" * 61,
    }
    doubled = {**good, "name": "周强"}
    page = client.post(address(app, "examiners"), rows(good, wrong, doubled))
    assert (page.status_code, [row.name for row in app.examiners.all()]) == (422, ["孙丽"])
    again = client.get(address(app, "examiners"))
    assert [dict(errors) for errors in again.context["form"].errors] == [
        {},
        {
            "sex": ["应为男或女，现为“F”。"],
            "birth_date": ["出生日期应填日期（如2026-03-14），现为“去年”。"],
            "trade": ["最多60个字，现在是61个字。"],
            "projects": ["本申请没有项目“无此项目”，请先在“考核项目”中填写。"],
        },
        {"card_number": ["考评员证书号与第1行重复，请合并或删除。"]},
    ]
    text = again.content.decode()
    for kept in ("F（不能选）", "去年", "无此项目（不能选）"):
        assert kept in text
    unborn = client.post(address(app, "managers"), rows({**PERSON, "birth_date": "2020/1/1"}))
    assert unborn.context["form"].errors == [{"birth_date": ["请核对出生日期：年龄应在16岁至90岁之间。"]}]
    nothing = client.post(address(app, "examiners"), rows({**PERSON, "trade": "烘焙", "card_number": "K3"}))
    assert list(nothing.context["form"].errors[0]) == ["projects"]


def test_rows_that_cannot_be_counted_are_not_written(enter) -> None:
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    for data in ({}, {"rows-TOTAL_FORMS": "2000", "rows-INITIAL_FORMS": "0"}):
        page = client.post(address(app, "equipment"), data)
        assert (page.status_code, app.equipment.count()) == (422, 1)
    assert "最多填写1000行" in page.content.decode()


@pytest.mark.clause("1")
def test_withdrawn_project_is_shown_as_such_and_not_offered_anew(enter) -> None:
    gone, other = catalogue.project(), catalogue.project()
    app = sites.complete(projects=[gone])
    Project.objects.filter(pk__in=[gone.pk, other.pk]).update(status="withdrawn", withdrawn_from="2026-01-01")
    client = enter(sites.staff(app.organization))
    for section in ("projects", "examiners"):
        text = client.get(address(app, section)).content.decode()
        assert f"{gone.name}（已退出目录）" in text
        assert f"{other.name}（已退出目录）" not in text
    sent = rows({"project": gone.pk, "workstations": 9, "rooms": 1})
    assert client.post(address(app, "projects"), sent).status_code == 302
    page = client.post(address(app, "projects"), rows({"project": other.pk, "workstations": 9, "rooms": 1}))
    assert page.context["form"].errors == [{"project": [f"“{other.pk}”不是考核目录内现行的项目。"]}]
    nothing = client.post(address(app, "projects"), rows({"project": "", "workstations": 9, "rooms": 1}))
    assert nothing.context["form"].errors == [{"project": ["请选择考核项目。"]}]


def test_section_after_submission_is_refused_and_nothing_typed_is_lost(enter) -> None:
    app = sites.submitted()
    client = enter(sites.staff(app.organization))
    for section, data in (("opinion", {"opinion": "改"}), ("equipment", rows({"name": "烤箱", "quantity": "1台"}))):
        page = client.post(address(app, section), data)
        assert page.status_code == 422
        assert "不能再修改" in page.content.decode()
    assert client.post(address(app, "attachments"), {"do": "remove:1"}).status_code == 422
    kept = {each.section: json.loads(each.typed) for each in app.section_drafts.all()}
    assert (kept["opinion"], kept["equipment"]["rows-0-name"]) == ({"opinion": ["改"]}, ["烤箱"])
    answer = client.post(address(app, "opinion"), {"opinion": "改"}, headers=AUTOSAVE)
    assert (answer.status_code, "不能再修改" in answer.json()["sentence"]) == (422, True)


@pytest.mark.clause("2.2")
def test_attachments_several_at_once_and_the_refused_is_named(enter) -> None:
    app = sites.draft()
    client = enter(sites.staff(app.organization))
    images = [SimpleUploadedFile(f"{shade}.png", picture(shade)) for shade in (10, 200)]
    false = SimpleUploadedFile("假.png", sites.PDF)
    page = client.post(address(app, "attachments"), {"images": [images[0], false, images[1]]})
    assert (page.status_code, "假.png：这里只能上传图片" in page.content.decode()) == (422, True)
    held = [each.file for each in app.attachments.all()]
    assert [(each.kind, each.name) for each in held] == [("application.image", f"{n}.png") for n in (10, 200)]
    readers = (sites.staff(app.organization), sites.staff())
    assert [may_read(each, held[0]) for each in readers] == [True, False]
    assert client.post(address(app, "attachments"), {}).status_code == 302
    assert app.attachments.count() == 2


def test_attachments_are_moved_and_removed_by_buttons(enter) -> None:
    app = sites.draft()
    first, second = (app.attachments.create(kind="image", file=sites.stored(name=f"{n}.pdf")) for n in "甲乙")
    client = enter(sites.staff(app.organization))
    assert client.post(address(app, "attachments"), {"do": f"up:{second.pk}"}).url == address(app, "attachments")
    part = client.post(address(app, "attachments"), {"do": f"remove:{first.pk}"}, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert ("乙.pdf" in text, "甲.pdf" in text, "<html" in text) == (True, False, False)
    assert "不超过15MB。最多40个" in client.get(address(app, "attachments") + "?part=files").content.decode()


def test_upload_answers_for_each_file(enter) -> None:
    app = sites.draft()
    client = enter(sites.staff(app.organization))
    place = f"{BASE}/{app.uid}/edit/attachments/upload/"
    good = client.post(place, {"field": "images", "file": SimpleUploadedFile("图.png", picture())})
    bad = client.post(place, {"field": "images", "file": SimpleUploadedFile("假.png", sites.PDF)})
    assert [good.status_code, bad.status_code, app.attachments.get().file.name] == [200, 422, "图.png"]
    assert "实际内容不是" in bad.json()["problems"][0]
    for data in ({"field": "images"}, {"field": "other", "file": SimpleUploadedFile("图.png", picture())}):
        assert client.post(place, data).json() == {"problems": ["没有收到文件，请重新选择。"]}
    assert client.get(place).status_code == 405
