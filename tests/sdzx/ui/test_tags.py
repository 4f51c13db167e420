"""templatetags/ui.py, drawn as templates draw it."""

import re

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from sdzx.ui import icons, samples
from sdzx.ui.parts import Button, Fact, FactGroup, Stage, StageState, Waiting
from sdzx.workflow import Blocker


def draw(template, request=None, **context):
    return engines["django"].from_string(template).render(context, request)


def text(template, **context):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", draw(template, **context))).strip()


def test_icon_of_unknown_name_is_refused():
    with pytest.raises(KeyError):
        icons.svg("unicorn")


def test_url_or_without_such_name_is_the_default():
    assert draw("{% url_or 'none' 'no:such' %}") == "none"


def test_stepper_says_each_state():
    stages = [
        Stage("甲", StageState.DONE),
        Stage("乙", StageState.CURRENT),
        Stage("丙", StageState.STOPPED),
        Stage("丁", StageState.NEXT),
    ]

    assert re.findall(r"（(.*?)）", draw("{% stepper stages %}", stages=stages)) == [
        "已完成",
        "正在进行",
        "已停止",
        "未开始",
    ]


def test_facts_escape_what_people_wrote():
    groups = [FactGroup("甲", (Fact("说明", "<b>&\n二"),))]

    assert "&lt;b&gt;&amp;<br>二" in draw("{% facts groups %}", groups=groups)


def test_trace_without_lines_says_so():
    assert text("{% trace lines %}", lines=[]) == "还没有办理记录。"


def test_trace_tells_who_and_why():
    assert text("{% trace lines %}", lines=samples.TRACE[1:]) == (
        "退回补正 2026年3月14日 周六 09:30 · 孙丽（受理） 理由：场地照片看不清监控探头。 状态：待受理 改为 待补正"
    )


def test_due_chip_without_due_is_empty():
    assert draw("{% due_chip due %}", due=None).strip() == ""


def test_worklist_row_counts():
    assert text("{% worklist_row item %}", item=Waiting("报名审核", "单位报名", "/x/", "报名", count=12)) == (
        "报名审核 （12件） 单位报名 报名"
    )


def test_badge_of_a_record_shows_its_status():
    class Record:
        tone = "good"

        def get_status_display(self):
            return "已公布"

    assert draw("{% badge record %}", record=Record()).strip() == '<span class="badge-tone tone-good">已公布</span>'


def test_blockers_cite_their_clause():
    found = [Blocker("只有2名考评员。", "2.2", url="/people/")]

    assert text("{% blockers found %}", found=found) == "现在还不能办理，因为： 只有2名考评员。 依据《工作规则》二"
    assert '<a href="/people/">' in draw("{% blockers found %}", found=found)


def test_dangerous_post_button_asks_once_more():
    html = draw("{% buttons found %}", found=[Button("作废", "/void/", danger=True, get=False)])

    assert html.count("<details") == 1
    assert text("{% buttons found %}", found=[Button("作废", "/void/", danger=True, get=False)]).endswith("确认作废")


def test_plain_post_button_carries_the_token():
    html = draw("{% buttons found %}", RequestFactory().get("/"), found=[Button("受理", "/accept/", get=False)])

    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', html)


def test_pager_keeps_the_filters():
    page = Paginator(range(3), 1).page(2)
    html = draw("{% pager page %}", RequestFactory().get("/?q=a&page=2"), page=page)

    assert re.findall(r'href="([^"]+)"', html) == ["?q=a&amp;page=1", "?q=a&amp;page=2", "?q=a&amp;page=3"]


def test_pager_of_one_page_is_empty():
    assert draw("{% pager page %}", page=Paginator([1], 1).page(1)).strip() == ""


@pytest.mark.parametrize(("done", "polls"), [(3, True), (10, False)])
def test_progress_asks_again_until_done(done, polls):
    assert ("hx-get" in draw("{% progress done 10 '生成' '/p/' %}", done=done)) is polls


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("document", "370102199001011234", "370***********1234"),
        ("phone", "13812341234", "138****1234"),
        ("name", "张三", "张*"),
    ],
)
def test_masked_by_kind(kind, value, shown):
    assert draw("{{ value|masked:kind }}", value=value, kind=kind) == shown
