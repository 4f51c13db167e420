"""Rows pasted, imported and given out through the pages."""

import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from sdzx.documents.excel import read_rows
from sdzx.documents.workbook import template_workbook
from sdzx.files.media import XLSX
from sites.applications.entry import services
from sites.applications.models import Application
from sites.applications.rows import columns
from sites.applications.sections import Section
from tests.factories import sites
from tests.sites.applications.test_editing import address, rows

pytestmark = pytest.mark.django_db
HEADERS = {section: [spec.header for spec in specs] for section, specs in columns.COLUMNS.items()}


def workbook(section: Section, *lines: dict[str, Any]) -> SimpleUploadedFile:
    content = template_workbook(title="表", columns=columns.COLUMNS[section], rows=lines)
    return SimpleUploadedFile("表.xlsx", content, XLSX)


def taken(client: Any, app: Application, section: str, upload: Any, **more: str) -> Any:
    return client.post(address(app, section) + "import/", {"file": upload, "mode": "append", **more})


def person(number: int, **more: Any) -> dict[str, Any]:
    born = datetime.date(1990, 1, 1)
    return {"name": f"考评员{number}", "sex": "女", "birth_date": born, "education": "大专", "trade": "烘焙",
            "card_number": f"K{number}", **more}  # fmt: skip


def test_paste_adds_rows_and_marks_the_bad_cells(enter) -> None:
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    kept = {"name": "层式烤箱", "model": "三层六盘", "quantity": "4台", "note": "完好"}
    page = rows(kept, {**kept, "name": "删去", "DELETE": "on"}, {})
    text = "名称\t数量\n和面机\t２台\n\t3台\n醒发箱\t" + "很" * 21 + "\n层式烤箱\t"
    answer = client.post(address(app, "equipment"), {**page, "base": "0", "do": "paste", "pasted": text}, follow=True)
    assert "现在共5行，有3处需要修改" in answer.content.decode()
    assert [row.name for row in app.equipment.all()] == ["层式烤箱", "和面机"]
    form = answer.context["form"]
    assert [form.forms[n]["quantity"].value() for n in range(4)] == ["4台", "2台", "3台", "很" * 21]
    assert [list(errors) for errors in form.errors] == [[], [], ["name"], ["quantity"], ["quantity"]]
    again = client.post(address(app, "equipment"), {**rows({"name": "层式烤箱", "quantity": "4台"}), "do": "paste", "pasted": ""}, follow=True)  # fmt: skip
    assert "现在共1行，已保存" in again.content.decode()


def test_paste_where_nothing_can_be_pasted_is_an_ordinary_save(enter) -> None:
    app = sites.draft()
    client = enter(sites.staff(app.organization))
    client.post(address(app, "opinion"), {"opinion": "同意", "do": "paste", "pasted": "x"})
    app.refresh_from_db()
    assert app.opinion == "同意"


@pytest.mark.parametrize("section", list(columns.COLUMNS))
def test_template_is_text_and_the_export_can_be_imported_again(enter, section) -> None:
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    empty = client.get(address(app, section.slug) + "workbook/template/").content
    assert read_rows(empty, columns=columns.COLUMNS[section]).rows == []
    given = client.get(address(app, section.slug) + "workbook/export/").content
    before = services.version_of(app, section).version
    answer = taken(client, app, section.slug, SimpleUploadedFile("导出.xlsx", given, XLSX))
    assert (answer.status_code, services.version_of(app, section).version) == (302, before)


def test_import_appends_once_and_replaces_when_asked(enter) -> None:
    app = sites.complete()
    client = enter(sites.staff(app.organization))
    name, code = app.projects.get().project.name, app.projects.get().project.code
    lines = [person(1, projects=name), person(2, projects=code)]
    for said in ("导入2行。", "导入0行，2行已有，未重复添加。"):
        answer = taken(client, app, "examiners", workbook(Section.EXAMINERS, *lines))
        assert said in client.get(answer.url).content.decode()
    assert [row.card_number for row in app.examiners.all()][3:] == ["K1", "K2"]
    assert services.version_of(app, Section.EXAMINERS).version == 1
    taken(client, app, "examiners", workbook(Section.EXAMINERS, *lines), mode="replace")
    assert [(row.card_number, row.projects.count()) for row in app.examiners.all()] == [("K1", 1), ("K2", 1)]


def bad_workbook() -> SimpleUploadedFile:
    book = Workbook()
    book.active.append(HEADERS[Section.EXAMINERS])
    book.active.append(["孙丽", "F", "去年", "大专", "", "", "烘焙", 123456789012345678, "无"])
    book.active.append(["周强", "男", datetime.date(1985, 5, 6), "大专", "", "", "烘焙", "K9", ""])
    buffer = BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("坏.xlsx", buffer.getvalue(), XLSX)


def test_import_names_every_bad_cell_then_takes_them_into_the_table(enter) -> None:
    app = sites.complete()
    app.examiners.all().delete()
    client = enter(sites.staff(app.organization))
    page = taken(client, app, "examiners", bad_workbook())
    assert (page.status_code, app.examiners.count()) == (422, 0)
    assert [problem.sentence for problem in page.context["plan"].problems] == [
        "B2 性别：应为男或女，现为“F”。",
        "C2 出生日期应填日期（如2026-03-14），现为“去年”。",
        "H2 考评员证书号以数值保存，后几位已丢失；请把该列设为文本格式后重新填写。",
        "I2 考评项目：本申请没有项目“无”，请先在“考核项目”中填写。",
        "I3 考评项目：请选择考评项目。",
    ]
    token = page.context["form"]["file"].value()[0][1]
    kept = {"file-kept": token, "mode": "append", "previewed": page.context["previewed"]}
    place = address(app, "examiners")
    marked = client.post(place + "import/", {**kept, "do": "annotated"})
    sheet = load_workbook(BytesIO(marked.content)).active
    assert sheet["B2"].comment.text == "B2 性别：应为男或女，现为“F”。"
    assert client.post(place + "import/", {**kept, "previewed": "", "do": "take"}).status_code == 422
    shown = client.post(place + "import/", {**kept, "do": "take"}, follow=True)
    assert "其中2行有问题" in shown.content.decode()
    assert [form["name"].value() for form in shown.context["form"].forms] == ["孙丽", "周强"]
    project = str(app.projects.get().project.pk)
    mended = rows(
        {"name": "孙丽", "sex": "女", "birth_date": "1990-1-1", "education": "大专", "trade": "烘焙", "card_number": "K8", "projects": [project]},
        {"name": "周强", "sex": "男", "birth_date": "1985-5-6", "education": "大专", "trade": "烘焙", "card_number": "K9", "projects": [project]},
    )  # fmt: skip
    client.post(place, {**mended, "base": shown.context["base"]})
    assert [row.card_number for row in app.examiners.all()] == ["K8", "K9"]
    assert app.section_drafts.count() == 0


def test_import_appends_to_what_stands_on_the_page(enter) -> None:
    app = sites.draft()
    client = enter(sites.staff(app.organization))
    client.post(address(app, "equipment"), rows({"name": "", "quantity": "1台"}))
    taken(client, app, "equipment", workbook(Section.EQUIPMENT, {"name": "烤箱", "quantity": "2台"}), do="take")
    preview = taken(client, app, "equipment", workbook(Section.EQUIPMENT, {"name": "烤箱", "quantity": "2台"}))
    assert preview.status_code == 302
    form = client.get(address(app, "equipment")).context["form"]
    assert [each["quantity"].value() for each in form.forms] == ["1台", "2台"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("假.xlsx", sites.PDF, "所选文件的实际内容不是"),
        ("别的.xlsx", template_workbook(title="x", columns=columns.COLUMNS[Section.MANAGERS][:1]), "应有的列"),
    ],
)
def test_import_of_no_such_workbook_is_refused(enter, name, content, said) -> None:
    app = sites.draft()
    page = taken(enter(sites.staff(app.organization)), app, "equipment", SimpleUploadedFile(name, content))
    assert (page.status_code, said in page.content.decode()) == (422, True)


def test_import_of_more_rows_than_the_section_takes_is_refused(enter) -> None:
    app = sites.draft()
    services.save_rows(app, by=sites.staff(app.organization), section=Section.EQUIPMENT,
                       rows=[{"name": f"旧{n}", "quantity": "1台"} for n in range(600)])  # fmt: skip
    lines = [{"name": f"新{n}", "quantity": "1台"} for n in range(600)]
    page = taken(enter(sites.staff(app.organization)), app, "equipment", workbook(Section.EQUIPMENT, *lines))
    assert (page.status_code, "最多填写1000行" in page.content.decode(), app.equipment.count()) == (422, True, 600)


def test_import_into_a_submitted_application_is_refused(enter) -> None:
    app = sites.submitted()
    client = enter(sites.staff(app.organization))
    assert "不能再修改" in client.get(address(app, "equipment") + "import/").content.decode()
    page = taken(client, app, "equipment", workbook(Section.EQUIPMENT, {"name": "烤箱", "quantity": "2台"}))
    assert (page.status_code, "不能再修改" in page.content.decode()) == (422, True)
