"""The statutory clock: the province pastes a notice with mistakes, mends it and sees what moves; a director extends; a site is late."""

import datetime

import pytest
from django.urls import reverse

from exams.scores.models import ScoreSheet
from exams.sessions.models import Session
from sdzx.accounts.roles import Role
from sdzx.workdays import calendar
from sdzx.workdays.models import Year
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import people, scores, sessions
from tests.journeys.walker import Walker, moment

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周六）放假，共4天。1月4日（周一）上班。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
2026年12月29日"""
NEW_YEAR = "一、元旦：1月1日（周五）至4日（周一）放假调休，共4天。1月9日（周六）上班。"


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    calendar.forget()
    walker = Walker(page_at, portal, tmp_path, 2026, 12, 30, 9)
    yield walker
    walker.close()
    calendar.forget()


@pytest.mark.clause("4.4")
def test_notice_extension_and_a_late_site(walk):
    starts = moment(2026, 12, 30, 9)
    due = datetime.date(2027, 1, 5)
    session = sessions.session(
        Session.Status.ENDED, candidates=1, starts_at=starts, ended_at=starts + datetime.timedelta(hours=2),
        scores_due=due, scores_statutory_due=due, scores_due_provisional=True, calendar_version="2026-1,2027-0",
    )  # fmt: skip
    sheet = scores.sheet(of=session, candidates=1, scored=True, handed_over=True)
    province, director = people.actor(Role.PROVINCE), people.actor(Role.DIRECTOR)
    staff = sessions.staff_of(session)
    page = reverse("sessions:record", args=[session.uid])
    walk.act(director).open(page).sees("2027年1月5日 周二（暂定，按工作日历2026年第1版、2027年尚未公布计算）")

    amend = reverse("workdays:amend", args=[2027])
    walk.act(province).open(amend).fill(notice_date="2026-12-29", days=NOTICE)
    walk.refused("检查并查看变化", "写的是1月3日（周六），但2027年1月3日是周日", "2027-01-04（周一）本来就是工作日")
    walk.holds(days=NOTICE)
    lines = NOTICE.splitlines()
    mended = "\n".join([lines[0], NEW_YEAR, *lines[2:]])
    walk.fill(days=mended).press("检查并查看变化")
    walk.sees("保存后的2027年", "成绩报送期限（1个）", "2027年1月5日 周二 → 2027年1月6日 周三，由暂定转为确定")
    assert not Year.objects.filter(year=2027).exists()
    assert walk.page.locator("td.off small").first.inner_text() == "休"
    walk.press("确认保存").sees("第1版", "2027年1月9日 周六 元旦")

    walk.act(director, width=390).open(page).sees("2027年1月6日 周三（按工作日历2026年第1版、2027年第1版计算）")
    record = reverse("scores:record", args=[sheet.uid])
    walk.act(director).open(record).press("批准延期报送").fill(until="2027-01-10", reason="大雪封路，试卷无法送达")
    walk.refused("批准延期", "不是工作日").holds(reason="大雪封路，试卷无法送达")
    walk.fill(until="2027-01-08").press("批准延期").sees("由2027年1月6日 周三延期至2027年1月8日 周五，理由：大雪封路")

    walk.travel(2027, 1, 9, 10)
    walk.act(staff).open(record).sees("逾期1个工作日").step("报送成绩及试卷").sees("超过3个工作日，经批准延期")
    sheet.refresh_from_db()
    assert (sheet.status, sheet.late_days) == (ScoreSheet.Status.SUBMITTED, 1)
    walk.act(director).open(reverse("scores:punctuality:list")).fill(year="2026").press("筛选").sees(session.site.name)
    walk.press(session.site.name).sees("逾期1个工作日（超过法定期限3个工作日）", "已延期")
