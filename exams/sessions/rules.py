"""Conditions on sessions: where and when (3.3), prepared (4.2), with question set (4.1), signed in. Every unmet one."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from exams.announcements.usable import unusable_in
from exams.papers.rules import unusable_set
from exams.registration.models import Registration
from exams.sessions.models import Preparation, PreparationItem, Seat, Session
from sdzx.catalogue.models import Project
from sdzx.catalogue.rules import unusable
from sdzx.clauses import enforces
from sdzx.workflow import Blocker
from sites.registry.models import Authorisation, Publication, Site
from sites.registry.rules import out_of_use

EARLY = datetime.timedelta(minutes=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where and when a session is to be held. `parallel` counts the seats of other sessions of the project that overlap
    it at that site; `days` are the batch's first and last exam day, as the announcement in force has them; `announced` is
    when the batch became public, looked up when its project is withdrawn."""

    project: Project
    center_id: int
    site: Site
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    days: tuple[datetime.date, datetime.date]
    authorisation: Authorisation | None
    parallel: int = 0
    candidates: int = 0
    announced: datetime.datetime | None = None

    @property
    def day(self) -> datetime.date:
        return timezone.localtime(self.starts_at).date()

    @property
    def free(self) -> int:
        """Workstations that no overlapping session uses."""
        return max(0, self.authorisation.workstations - self.parallel) if self.authorisation else 0


@enforces("3.3", "2.4", "5.4")
def unready_site(site: Site, *, center_id: int) -> list[Blocker]:
    """The site must be published, active and of this centre."""
    found = []
    if site.publication.status != Publication.Status.PUBLISHED:
        found.append(Blocker(f"{site.name}尚未由市人力资源社会保障部门公布，不能使用。", clause="2.4", field="site"))
    found += out_of_use(site)
    if site.center_id != center_id:
        found.append(Blocker(f"{site.name}不属于本市，请另选考点。", clause="3.3", field="site"))
    return found


@enforces("3.3", "1")
def unplannable(plan: Plan, *, moment: datetime.datetime) -> list[Blocker]:
    """Why a session cannot be held there and then: site, authorisation, project, dates, capacity."""
    found = unready_site(plan.site, center_id=plan.center_id) + unauthorised(plan)
    found += unusable(plan.project, plan.day, announced=plan.announced)
    if plan.ends_at <= plan.starts_at:
        found.append(Blocker("结束时间须晚于开始时间。", clause="3.3", field="ends"))
    if plan.starts_at <= moment:
        found.append(Blocker("开始时间已过，请改为今后的时间。", clause="3.3", field="date"))
    first, last = plan.days
    if not first <= plan.day <= last:
        found.append(Blocker(f"考核日期须在公告的{first}至{last}之间。", clause="3.1", field="date"))
    return found + overfull(plan)


@enforces("3.3")
def unauthorised(plan: Plan) -> list[Blocker]:
    """The site must be authorised for the project on the day."""
    held, name = plan.authorisation, f"{plan.site.name}的“{plan.project.name}”"
    if held is None:
        return [Blocker(f"{name}未获授权，请另选已授权的考点。", clause="3.3", field="site")]
    if not held.valid_from <= plan.day <= held.valid_to:
        term = f"{held.valid_from}至{held.valid_to}"
        return [Blocker(f"{name}授权有效期为{term}，考核当日不在其中。", clause="3.3", field="site")]
    return []


@enforces("3.3")
def overfull(plan: Plan) -> list[Blocker]:
    """No more candidates than workstations, together with what overlaps at the same site."""
    if plan.authorisation is None or plan.candidates <= plan.free:
        return []
    parallel = f"，同时段其他场次已占{plan.parallel}个" if plan.parallel else ""
    text = f"考生{plan.candidates}人，{plan.site.name}每场可容纳{plan.authorisation.workstations}人{parallel}，请减少人数或另选时间、考点。"
    return [Blocker(text, clause="3.3", field="registrations")]


@enforces("3.2", "3.3")
def unseatable(
    registrations: Iterable[Registration], *, session: Session, busy: Mapping[str, str], seated: Iterable[int]
) -> list[Blocker]:
    """Only accepted candidates of the batch, not seated elsewhere, not in another session at the same time.

    `busy` maps blind indexes of documents to the number of the overlapping session; `seated` are registrations that have
    a seat in another session.
    """
    found, elsewhere = [], set(seated)
    for each in registrations:
        if each.item_id != session.item_id:
            found.append(Blocker(f"{each.name}报名的不是本批次。", clause="3.2", field="registrations"))
        elif each.pk in elsewhere:
            found.append(Blocker(f"{each.name}已编入另一场次。", clause="3.3", field="registrations"))
        elif each.status != Registration.Status.ACCEPTED:
            state = each.get_status_display()
            found.append(Blocker(f"{each.name}的报名当前为“{state}”，不能安排。", "3.2", "registrations"))
        if other := busy.get(each.document_index):
            found.append(Blocker(f"{each.name}在同一时间已安排在场次{other}。", clause="3.3", field="registrations"))
    return found


@enforces("3.3")
def unpublishable(plan: Plan, seats: Sequence[Seat], *, moment: datetime.datetime) -> list[Blocker]:
    """A plan that holds, and at least one candidate."""
    found = unplannable(plan, moment=moment)
    if not seats:
        found.append(Blocker("还没有编入考生，请先安排座位。", clause="3.3"))
    return found


@enforces("4.2")
def unprepared(preparation: Preparation | None) -> list[Blocker]:
    """The site must have reported everything ready."""
    if preparation is None:
        return [Blocker("准备通知单尚未发出。", clause="4.2")]
    if preparation.status == Preparation.Status.READY:
        return []
    state = preparation.get_status_display()
    return [Blocker(f"考点尚未报告准备齐全（当前为“{state}”），不能开始考核。", clause="4.2")]


@enforces("4.1", "4.2", "3.3")
def unstartable(session: Session, *, moment: datetime.datetime) -> list[Blocker]:
    """Prepared, with a usable set drawn, at a site in good standing, not earlier than an hour before. Later slices add
    theirs through hooks.START_CHECKS."""
    found = unready_site(session.site, center_id=session.center_id)
    found += unusable_in(session.item, session.day)
    found += unprepared(getattr(session, "preparation", None))
    drawn = getattr(session, "draw", None)
    if drawn is None:
        found.append(Blocker("该场次尚未抽取已备案的题卷，请联系市中心命题管理。", clause="4.1"))
    elif unusable_set(drawn.question_set):
        found.append(Blocker("该场次抽取的题卷未经备案或已停用，请联系市中心命题管理重新抽题。", clause="4.1"))
    if moment < session.starts_at - EARLY:
        found.append(Blocker("距开始时间还有60分钟以上，不能开始考核。", clause="4.2"))
    return found


@enforces("4.2")
def unready(items: Iterable[PreparationItem]) -> list[Blocker]:
    """Every item of the notice must be ticked as ready; each that is not is named."""
    rows = list(items)
    found = []
    if missing := [row.name for row in rows if row.ready is None]:
        found.append(Blocker(f"还没有逐项确认：{'、'.join(missing)}。", clause="4.2"))
    if short := [row.name for row in rows if row.ready is False]:
        found.append(Blocker(f"尚未备齐：{'、'.join(short)}。备齐后再报告，或联系市中心。", clause="4.2"))
    return found


@enforces("4.3")
def unsignable(seat: Seat, attendance: str, *, moment: datetime.datetime, note: str) -> list[Blocker]:
    """Attendance is taken from an hour before the start until the end; who has been let in stays so."""
    session = seat.session
    found = []
    if session.status not in (Session.Status.PUBLISHED, Session.Status.RUNNING):
        found.append(Blocker(f"场次当前为“{session.get_status_display()}”，不能登记到考。"))
    elif session.status == Session.Status.PUBLISHED and moment < session.starts_at - EARLY:
        found.append(Blocker("开考前60分钟内方可签到。"))
    if seat.attendance in (Seat.Attendance.PRESENT, Seat.Attendance.LATE):
        found.append(Blocker(f"{seat.registration.name}{seat.get_attendance_display()}，不能再更改。"))
    if attendance == Seat.Attendance.REFUSED and not note.strip():
        found.append(Blocker("拒绝入场须写明理由。", clause="5.1", field="note"))
    return found


def hints(*, workday: bool, sure: bool) -> list[str]:
    """What an arranger may want to know though nothing forbids it."""
    found = []
    if not workday:
        found.append("考核日不是工作日，请确认考评员、督导员和考点人员可以到岗。")
    if not sure:
        found.append("该年度工作日历尚未公布，成绩报送期限为暂定。")
    return found
