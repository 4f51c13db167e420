"""Examiners' own sheets: being marked while the session runs; handed in, sent back and left out after it (4.4)."""

from decimal import Decimal

from exams.dispatch.models import Assignment
from exams.scores.sheets import services
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.demo.city import City, acting_as
from sdzx.demo.sessions import HALF_HOUR, present


def marking(city: City, session: Session) -> None:
    """Given out while the session runs; the first examiner has marked the first candidates."""
    first, *_ = given_out(city, session)
    services.mark(first, by=_examiner(first), marks=_marks(session, 0, most=2))


def mixed(city: City, session: Session) -> None:
    """One examiner has handed in, one has the sheet back, one had to leave."""
    with clock.at(session.ends_at + HALF_HOUR):
        sheets = given_out(city, session)
        for number, each in enumerate(sheets[:2]):
            services.mark(each, by=_examiner(each), marks=_marks(session, number))
            services.submit(each, by=_examiner(each))
        arranger = city.acts(Role.ARRANGER)
        services.send_back(sheets[1], by=arranger, ground="第1名考生“任务2”疑似漏评，请核对。")
        services.leave_out(sheets[2], by=arranger, ground="考核中途突发疾病离场，未能完成评分。")


def given_out(city: City, session: Session) -> list[ExaminerSheet]:
    """One for each examiner."""
    sheet = services.open_sheets(session, by=city.host_of(session.site))
    return list(sheet.examiner_sheets.select_related("assignment__person__user", "sheet__session").order_by("pk"))


def _examiner(mine: ExaminerSheet) -> Actor:
    return acting_as(mine.assignment.person, Assignment.Duty.EXAMINER)


def _marks(session: Session, lean: int, *, most: int = 1000) -> dict[int, dict[str, Decimal]]:
    tasks = [str(task.position) for task in session.specification.tasks.all()]
    return {
        seat.pk: {key: Decimal(72 + number * 7 % 20 + lean * 2) for key in tasks}
        for number, seat in enumerate(present(session)[:most])
    }
