"""Scores come in: a workbook with errors given back, mended, handed in late; two examiners on their phones far apart."""

import datetime
import io

import openpyxl
import pytest

from exams.scores.models import Score, ScoreSheet
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.models import Notice
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import dispatch, people, scores, sessions
from tests.journeys.walker import Walker
from tests.records import insider

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
PHONE = 390


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 11, 24, 10)
    yield walker
    walker.close()


def book_of(walk, path, *rows, name):
    """The workbook from that address, its marks filled in, on this person's disk."""
    return filled(walk, walk.download(path), *rows, name=name)


def filled(walk, content, *rows, name):
    book = openpyxl.load_workbook(io.BytesIO(content))
    for number, row in enumerate(rows, 2):
        for letter, mark in zip("EF", row, strict=True):
            book.active[f"{letter}{number}"] = mark
    target = io.BytesIO()
    book.save(target)
    return walk.file(name, target.getvalue())


def test_workbook_with_errors_mended_and_late(walk):
    made = sessions.session("ended", candidates=3, starts_at=clock.now() - datetime.timedelta(days=14))
    absent = made.seats.last()
    made.seats.filter(pk=absent.pk).update(attendance="absent")
    type(absent.registration).objects.filter(pk=absent.registration_id).update(status="absent")
    sheet, director = scores.sheet(of=made), people.actor(Role.DIRECTOR)
    other = scores.sheet(of=sessions.session("ended", site=made.site, candidates=1))
    walk.act(sessions.staff_of(made)).open(f"/scores/{sheet.uid}/").sees("已逾期")

    page = f"/scores/{sheet.uid}/workbook/"
    wrong = book_of(walk, f"/scores/{other.uid}/template/", ("80", "80"), name="别的场次.xlsx")
    walk.open(page).fill(file=wrong).refused("上传并检查", f"本场次是{made.number}")
    bad = book_of(
        walk, f"/scores/{sheet.uid}/template/", ("优秀", "101"), ("60.55", None), ("50", None), name="成绩.xlsx"
    )
    walk.open(page).fill(file=bad).refused(
        "上传并检查", "E2 面团调制（60%）应填数字，现为“优秀”。", "F2 成型烘烤（40%）应在0至100之间", "E3 面团调制（60%）最多一位小数",
        "F3 成型烘烤（40%）没有得分。", "该考生缺考，不能有成绩",
    )  # fmt: skip
    assert not Score.objects.exists()
    with walk.page.expect_download() as given:
        walk.page.get_by_role("button", name="下载标出问题的工作簿").click()
    marked = given.value.path().read_bytes()
    assert "应填数字" in openpyxl.load_workbook(io.BytesIO(marked)).active["E2"].comment.text
    mended = filled(walk, marked, (88, 76.5), (55, 60), (None, None), name="更正后.xlsx")
    walk.open(page).fill(file=mended).press("上传并检查").sees("成绩工作簿已采用。", "83.40", "57.00")

    walk.open(f"/scores/{sheet.uid}/papers/").fill(
        papers_count=2, papers_handed_by="赵校长", papers_handed_at="2026-11-24T09:30", answer_issued=3, answer_used=1, answer_blank=1
    )  # fmt: skip
    walk.refused("保存", "答题卡发出3份，收回2份", "实考2人").holds(answer_issued=3, papers_handed_by="赵校长")
    walk.fill(answer_used=2).press("保存").sees("答题卡发出3")
    walk.open(f"/scores/{sheet.uid}/").step("报送成绩及试卷").sees("逾期")
    sheet.refresh_from_db()
    assert sheet.late_days > 0
    assert Notice.objects.filter(kind="scores_submitted", recipient=director.user).exists()
    walk.act(people.actor(Role.ARRANGER)).open(f"/scores/{sheet.uid}/receipt/").fill(count=2).press("签收").sees(
        "签收人"
    )


def test_two_examiners_on_their_phones(walk):
    made = sessions.session(Session.Status.RUNNING, candidates=2)
    judges = [dispatch.assignment(made) for _ in range(2)]
    site = sessions.staff_of(made)
    walk.act(site).open("/scores/examiners/").press(f"发放评分表：{made.number}").press("发放").sees("评分中")
    sheet = ScoreSheet.objects.get(session=made)
    sheets = [ExaminerSheet.objects.get(assignment=each) for each in judges]
    for mine, rows in zip(sheets, (("60", "80"), ("78", "81")), strict=True):
        mark_on_phone(walk, mine, rows)
    walk.act(insider(sheets[0], Role.EXAMINER)).barred(
        f"/scores/examiners/{sheets[0].uid}/submit/", "考核还没有结束，不能报送成绩。"
    )
    Session.objects.filter(pk=made.pk).update(status=Session.Status.ENDED, scores_due=clock.today())

    walk.act(insider(sheets[0], Role.EXAMINER), PHONE).open(f"/scores/examiners/{sheets[0].uid}/").step(
        "提交评分表"
    ).sees("已提交")
    walk.act(site).open(f"/scores/examiners/{sheets[0].uid}/").sees("除本人外任何人不能查看评分")
    assert not sheet.scores.exists()
    walk.act(insider(sheets[1], Role.EXAMINER), PHONE).open(f"/scores/examiners/{sheets[1].uid}/").step("提交评分表")

    page = f"/scores/{sheet.uid}/"
    walk.act(site).open(page).sees("考评员分差超过10分", "69.00", "18.00", "80.50")
    assert walk.page.get_by_role("link", name="录入成绩").count() == 0
    walk.open(f"{page}papers/").fill(
        papers_count=2, papers_handed_by="赵校长", papers_handed_at="2026-11-24T09:30"
    ).press("保存")
    walk.open(f"{page}submit/").sees("须先填写分差说明")
    walk.open(f"{page}spread/")
    walk.page.locator("main textarea").fill("对面团醒发程度判断不同，考评组复议后维持。")
    walk.press("保存").step("报送成绩及试卷").sees("待确认")


def mark_on_phone(walk, mine, rows):
    """Typed, kept by itself, and there again after the page was closed."""
    names = [f"{seat.pk}-{task}" for seat in mine.sheet.session.seats.order_by("ticket_number") for task in (1, 2)]
    marks = [row for row in rows for _ in (1, 2)]
    walk.act(insider(mine, Role.EXAMINER), PHONE).open(f"/scores/examiners/{mine.uid}/edit/")
    for name, mark in zip(names, marks, strict=True):
        walk.page.locator(f'[name="{name}"]').fill(mark)
    with walk.page.expect_response(lambda answer: answer.request.method == "POST"):
        walk.page.keyboard.press("Tab")
    walk.page.get_by_text("已保存（").wait_for()
    walk.page.locator(f'[name="{names[0]}"]').fill("180")
    with walk.page.expect_response(lambda answer: answer.request.method == "POST"):
        walk.page.keyboard.press("Tab")
    walk.page.get_by_text("应在0至100之间").wait_for()
    walk.page.locator(f'[name="{names[0]}"]').fill(marks[0])
    with walk.page.expect_response(lambda answer: answer.request.method == "POST"):
        walk.page.keyboard.press("Tab")
    walk.page.get_by_text("已保存（").wait_for()
    walk.page.context.set_offline(True)
    walk.page.locator(f'[name="{names[0]}"]').fill("1")
    walk.page.keyboard.press("Tab")
    walk.page.get_by_text("连不上网络").wait_for()
    walk.page.locator(f'[name="{names[0]}"]').fill(marks[0])
    walk.page.context.set_offline(False)
    walk.page.get_by_text("已保存（").wait_for()
    walk.page.goto("about:blank")
    walk.open(f"/scores/examiners/{mine.uid}/edit/")
    assert [walk.page.locator(f'[name="{name}"]').input_value() for name in names] == marks
