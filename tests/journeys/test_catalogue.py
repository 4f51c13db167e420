"""The province imports a catalogue with bad cells, mends it, puts entry and specification in force, withdraws a project
that has an open batch, sees what that touches, and undoes it before its day (1)."""

import io

import openpyxl
import pytest
from django.urls import reverse

from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.notifications.models import Notice
from tests.browser import axe_violations, chromium, overflow, page_at, portal  # noqa: F401 fixtures
from tests.factories import catalogue, people, registration
from tests.journeys.walker import Walker
from tests.sdzx.catalogue.exchange.tables import whole, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
BAD = {"name": "煎饼师", "source": "外省", "weight": 70}  # three cells
CELLS = {"B2", "D2", "U2"}


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 3, 2, 9)
    yield walker
    walker.close()


@pytest.mark.clause("1")
def test_catalogue_from_import_to_withdrawal(walk):
    province = people.actor(Role.PROVINCE)
    walk.act(province)
    imported(walk)
    project = in_force(walk)
    walk.act(None, 390).open(reverse("catalogue:page", args=[project.uid])).sees("摊制", "折叠", "60", "地方面食制作")
    withdrawn(walk, province)


def readable(walk):
    """Accessible, and no wider than a phone."""
    assert axe_violations(walk.page) == []
    width = walk.page.viewport_size["width"]
    walk.page.set_viewport_size({"width": 390, "height": 900})
    assert overflow(walk.page) <= 0
    walk.page.set_viewport_size({"width": width, "height": 900})


def imported(walk):
    """Three bad cells are named and marked; the mended table is taken; once more changes nothing."""
    walk.open(reverse("catalogue:list")).press("导入")
    walk.fill(file=walk.file("目录.xlsx", workbook(*whole(**BAD)))).press("预览")
    walk.sees(
        "需要修改的单元格",
        "B2 项目名称",
        "D2 来源“外省”应为",
        "U2 考核比重（%）：各工作任务的考核比重合计应为100%，现在是110%",
    )
    assert Project.objects.filter(code="ZX-9001").count() == 0
    readable(walk)
    with walk.page.expect_download() as download:
        walk.page.get_by_role("button", name="下载标注了问题的工作簿").click()
    sheet = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.row > 1 and cell.comment} == CELLS

    mended = walk.file("目录改.xlsx", workbook(*whole()))
    walk.fill(file=mended).press("预览").sees("新增的项目", "煎饼制作").press("确认导入2行").sees(
        "导入完成：新增项目1。"
    )
    walk.press("导入").fill(file=mended).press("预览").sees("文件与目录一致，没有需要写入的内容。")


def in_force(walk):
    """Entry and specification are drafts until the officer has looked at each."""
    project = Project.objects.get(code="ZX-9001")
    version = project.specifications.get()
    walk.open(reverse("catalogue:record", args=[project.uid])).step("生效")
    walk.open(reverse("catalogue:specifications:record", args=[version.uid])).sees("请至少填写一项考前准备要求")
    walk.press("修改")
    walk.fill(**{"requirements-0-kind": "tool", "requirements-0-name": "煎饼鏊子", "requirements-0-quantity": "1"})
    walk.press("保存").step("生效").sees("现行")
    return project


def withdrawn(walk, province):
    """What is under way is shown before the decision, those concerned are told, and it can be taken back."""
    item = registration.item(of=catalogue.project(name="年画印刷"))
    record = registration.accepted(of=item)
    clerk = people.actor(Role.CLERK)
    address = reverse("catalogue:record", args=[item.project.uid])
    walk.act(province).open(address).press("撤出目录")
    walk.sees("已公布、尚未考核完毕的批次", "未完成考核的报名", "立即停止报名", "按公告继续报名、考核和发证")
    readable(walk)
    walk.open(address).step(
        "撤出目录", withdrawn_from="2026-03-20", announced_batches="continue", ground="国家目录调整"
    ).sees("待撤出", "国家目录调整")
    assert set(Notice.objects.filter(subject_id=item.pk).values_list("kind", "recipient")) == {
        ("batch_withdrawn", clerk.user.pk), ("registered_project_withdrawn", record.user_id),
    }  # fmt: skip
    walk.act(None, 390).open(reverse("catalogue:page", args=[item.project.uid]))
    readable(walk)
    walk.sees("本项目自2026年3月20日 周五起撤出目录", "已公布的批次：已公布批次继续报名和考核", "正在报名")
    walk.act(province).open(address).step("取消撤出", ground="标准已恢复").sees("生效")
    item.project.refresh_from_db()
    assert item.project.withdrawn_from is None
