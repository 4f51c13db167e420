"""Rules of the scores."""

import datetime
from decimal import Decimal

import pytest

from exams.dispatch.models import Incident
from exams.registration.models import Registration
from exams.scores import rules
from exams.scores.models import Score, ScoreSheet
from exams.sessions.models import Seat
from sdzx.accounts.models import User
from sdzx.catalogue.models import SpecificationTask
from sdzx.notifications.kinds import NoticeKind
from sdzx.workdays.table import Table

TASKS = [
    SpecificationTask(position=1, name="面团调制", weight=60),
    SpecificationTask(position=2, name="成型烘烤", weight=40),
]
# 2026: the National Day holiday from 1 to 7 October; work on 10 October, a Saturday.
OFF = {datetime.date(2026, 10, day): True for day in range(1, 8)} | {datetime.date(2026, 10, 10): False}
TABLE = Table(special=OFF, versions={2026: 1})
NOW = datetime.datetime(2026, 10, 9, 1, tzinfo=datetime.UTC)


def day(text):
    return datetime.date.fromisoformat(f"2026-{text}")


def seat(pk=1, attendance="present", status="present"):
    registration = Registration(name=f"李考生{pk}", status=status)
    return Seat(pk=pk, registration=registration, attendance=attendance, ticket_number=f"3701{pk:03d}")


def said(blockers):
    return [blocker.sentence for blocker in blockers]


@pytest.mark.parametrize(
    ("attendance", "status", "scored"),
    [
        ("present", "present", True), ("late", "scored", True), ("absent", "absent", False), ("refused", "absent", False),
        ("expected", "arranged", False), ("present", "disqualified", False),
    ],
)  # fmt: skip
def test_scorable(attendance, status, scored):
    assert rules.scorable(seat(1, attendance, status)) is scored


def test_state_of():
    assert rules.state_of(seat(1, "absent", "absent")) == "缺考"
    assert rules.state_of(seat(1, "refused", "absent")) == "身份不符拒绝入场"
    assert rules.state_of(seat(1, "present", "disqualified")) == "成绩无效"


@pytest.mark.clause("4.4")
def test_not_editable():
    editable = [status for status in ScoreSheet.Status if not rules.not_editable(ScoreSheet(status=status))]
    assert editable == [ScoreSheet.Status.DRAFT, ScoreSheet.Status.RETURNED]


@pytest.mark.clause("4.4")
def test_wrong_marks_every_problem():
    seats = [seat(1), seat(2, "absent", "absent"), seat(3)]
    good = {"1": Decimal(80), "2": Decimal("90.5")}
    found = rules.wrong_marks({1: good, 2: good, 3: {"1": Decimal("100.5")}, 99: good}, seats, TASKS)
    assert said(found) == [
        "成绩中有不属于本场次的考生。",
        "3701002 李考生2缺考，不能有成绩。",
        "3701003 李考生3“面团调制”应在0至100之间，现为100.5。",
        "3701003 李考生3“成型烘烤”没有得分。",
    ]
    assert [blocker.field for blocker in found] == ["", "2-1", "3-1", "3-2"]


def test_wrong_marks_right_ones():
    assert rules.wrong_marks({1: {"1": Decimal(0), "2": Decimal(100)}}, [seat(1)], TASKS) == []


@pytest.mark.clause("4.4")
def test_wrong_hand_over_count_and_time():
    seats = [seat(1), seat(2, "present", "disqualified"), seat(3, "absent", "absent")]
    late = NOW + datetime.timedelta(minutes=1)
    assert said(rules.wrong_hand_over(3, seats, late, NOW)) == [
        "试卷3份，实考2人，份数必须相符。", "移交时间不能晚于现在。"
    ]  # fmt: skip
    assert rules.wrong_hand_over(2, seats, NOW, NOW) == []


@pytest.mark.clause("4.4")
def test_not_submittable_scores_and_papers():
    seats = [seat(1), seat(2), seat(3, "absent", "absent")]
    sheet = ScoreSheet()
    assert said(rules.not_submittable(sheet, seats, {1})) == [
        "还有1名实考考生没有成绩：李考生2。", "还没有登记试卷移交，也没有上传试卷扫描件：成绩与试卷须一并报送。"
    ]  # fmt: skip
    sheet.papers_count = 3
    assert said(rules.not_submittable(sheet, seats, {1, 2})) == ["试卷3份，实考2人，份数必须相符。"]
    sheet.papers_count = 2
    assert rules.not_submittable(sheet, seats, {1, 2}) == []


def test_not_submittable_names_ten():
    found = rules.not_submittable(ScoreSheet(papers_count=12), [seat(n) for n in range(1, 13)], set())
    assert said(found)[0].endswith("李考生10等。")


@pytest.mark.clause("4.4")
@pytest.mark.parametrize(
    ("due", "today", "late"),
    [
        (day("09-30"), day("09-30"), 0), (day("09-30"), day("10-07"), 0), (day("09-30"), day("10-08"), 1),
        (day("09-30"), day("10-10"), 3), (day("10-12"), day("10-09"), 0), (None, day("10-09"), 0),
    ],
)  # fmt: skip
def test_late_days_counts_working_days(due, today, late):
    assert rules.late_days(due, today, TABLE) == late


@pytest.mark.clause("4.5")
def test_not_confirmable_every_reason():
    sheet = ScoreSheet(entered_by_id=7)
    incidents = [Incident(status="open"), Incident(status="closed")]
    assert said(rules.not_confirmable(sheet, User(pk=7), [seat(1)], set(), incidents)) == [
        "录入成绩的人不能确认成绩，请由其他审核人员办理。",
        "还有1起违纪违规没有作出处理，处理后方可确认成绩。",
        "1名实考考生没有成绩，请退回考点补充。",
    ]
    assert rules.not_confirmable(sheet, User(pk=8), [seat(1)], {1}, []) == []
    assert rules.not_confirmable(ScoreSheet(), None, [], set(), []) == []


def test_pass_mark_specification_first():
    assert rules.pass_mark(Decimal(70), Decimal(60)) == 70
    assert rules.pass_mark(None, Decimal(60)) == 60


@pytest.mark.clause("4.5")
@pytest.mark.parametrize(("total", "passed"), [("59.99", False), ("60.00", True), ("100", True)])
def test_passes_at_the_mark(total, passed):
    assert rules.passes(Score(total=Decimal(total)), Decimal(60)) is passed


@pytest.mark.clause("4.4")
@pytest.mark.parametrize(
    ("status", "today", "kind"),
    [
        ("draft", "09-28", NoticeKind.SCORES_DUE),  # the day after
        ("draft", "09-29", None),
        ("draft", "09-30", NoticeKind.SCORES_DUE),  # the working day before
        ("draft", "10-03", None),  # a day off
        ("draft", "10-08", NoticeKind.SCORES_DUE),  # the due day
        ("draft", "10-09", NoticeKind.SCORES_OVERDUE),
        ("draft", "10-10", NoticeKind.SCORES_OVERDUE),  # a working Saturday
        ("draft", "10-11", None),  # Sunday
        ("returned", "09-29", NoticeKind.SCORES_RETURNED),
        ("returned", "10-11", None),
    ],
)
def test_reminder(status, today, kind):
    found = rules.reminder(status, ended_on=day("09-27"), due=day("10-08"), today=day(today), table=TABLE)
    assert found is kind
