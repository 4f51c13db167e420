import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sdzx.accounts.roles import Role
from sdzx.catalogue.exchange import columns
from sdzx.catalogue.models import Project
from sdzx.documents.delimited import read_table
from sdzx.files.media import CSV, XLSX
from tests.factories import catalogue, people
from tests.sdzx.catalogue.exchange.tables import HEAD, task, text, whole, workbook

pytestmark = pytest.mark.django_db
IMPORT = reverse("catalogue:import")


@pytest.fixture
def province(enter):
    return enter(people.actor(Role.PROVINCE))


def upload(*rows):
    return {"file": SimpleUploadedFile("目录.xlsx", workbook(*rows), XLSX)}


def kept(response, do):
    """What the preview's page sends at the second press."""
    token = response.context["form"]["file"].value()[0][1]
    return {"file-kept": token, "previewed": response.context["previewed"], "do": do}


def test_preview_shows_what_is_new_and_writes_nothing(province):
    response = province.post(IMPORT, upload(*whole()))

    assert (response.status_code, Project.objects.count()) == (200, 0)
    assert dict(response.context["counts"])["新增项目"] == 1
    assert "确认导入2行" in response.content.decode()


def test_second_press_takes_the_previewed_table(province):
    preview = province.post(IMPORT, upload(*whole()))

    done = province.post(IMPORT, kept(preview, "take"), follow=True)

    assert Project.objects.get().code == "ZX-9001"
    assert [str(each) for each in done.context["messages"]] == ["导入完成：新增项目1。"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_is_taken_as_well(province, encoding):
    body = text(*whole()).decode("utf-8-sig").encode(encoding)

    response = province.post(IMPORT, {"file": SimpleUploadedFile("目录.csv", body, CSV)})

    assert dict(response.context["counts"])["新增项目"] == 1


def test_bad_cells_are_listed_and_the_annotated_workbook_given_back(province):
    preview = province.post(IMPORT, upload(*whole(name="煎饼师", weight=70)))

    response = province.post(IMPORT, kept(preview, "annotated"))

    assert [each.address for each in preview.context["shown"]] == ["B2", "U2"]
    assert len(read_table(response.content, columns=columns.COLUMNS).rows) == 2
    assert "确认导入" not in preview.content.decode()


def test_change_of_what_is_there_is_shown_field_by_field(province):
    project = catalogue.project()
    row = {"code": project.code, "name": project.name, "field": project.field, "source": "人社部公布"}

    html = province.post(IMPORT, upload(row | task("和面与发酵", 100, project.code))).content.decode()

    assert "：新版本" in html
    assert "工作任务“成品检验”" in html


def test_long_preview_says_how_much_it_leaves_out(province):
    rows = [HEAD | {"code": f"P{number}", "name": f"剪纸{number}制作"} for number in range(102)]

    html = province.post(IMPORT, upload(*rows)).content.decode()

    assert "还有2个新增或修改的项目没有逐项列出" in html
    assert "剪纸101制作" not in html


def test_first_version_of_a_known_entry_is_said(province):
    project = catalogue.draft_project()
    first, second = whole()
    first |= {"code": project.code, "name": project.name, "field": project.field, "source": "人社部公布",
              "filing_number": "", "filed_on": None, "in_force_from": None}  # fmt: skip

    html = province.post(IMPORT, upload(first, second | {"code": project.code})).content.decode()

    assert "新建第一个规范版本。" in html


def test_unreadable_file_is_refused_with_a_sentence(province):
    response = province.post(IMPORT, {"file": SimpleUploadedFile("目录.csv", b"a,b\n1,2\n", CSV)})

    assert response.status_code == 422
    assert "没有找到表头" in response.content.decode()


def test_missing_file_is_refused(province):
    assert province.post(IMPORT, {}).status_code == 422


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_template_has_every_column(province, kind):
    response = province.get(reverse("catalogue:template", args=[kind]))

    assert list(read_table(response.content, columns=columns.COLUMNS).letters) == [each.key for each in columns.COLUMNS]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_export_holds_what_the_filter_chose(province, kind):
    wanted = catalogue.project(name="大棚建造")
    catalogue.project()

    response = province.get(reverse("catalogue:export", args=[kind]), {"q": "大棚"})

    sheet = read_table(response.content, columns=columns.COLUMNS)
    assert {row.value("code") for row in sheet.rows} == {wanted.code}
    assert len(sheet.rows) == 3


def test_unknown_kind_of_file_is_not_found(province):
    assert province.get(reverse("catalogue:export", args=["pdf"])).status_code == 404


def test_office_links_to_the_exports_of_what_is_filtered(province):
    labels = [
        (each.label, each.url) for each in province.get(reverse("catalogue:list"), {"q": "大棚"}).context["actions"]
    ]

    assert labels[1] == ("导入", IMPORT)
    assert labels[2][1] == reverse("catalogue:export", args=["xlsx"]) + "?q=%E5%A4%A7%E6%A3%9A"


def test_entry_without_a_specification_is_one_row(province):
    catalogue.draft_project()

    rows = read_table(province.get(reverse("catalogue:export", args=["csv"])).content, columns=columns.COLUMNS).rows

    assert [row.value("task") for row in rows] == [""]
    assert HEAD["name"] != rows[0].value("name")
