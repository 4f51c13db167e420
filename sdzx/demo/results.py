"""After a session: incidents, scores and papers, certificates, the supervisor's report, the case (4.4, 4.5, 5.1, 5.2)."""

import hashlib
from decimal import Decimal

from certificates.handing import services as handing
from certificates.issuing.models import Certificate
from exams.dispatch import services as dispatch
from exams.dispatch.items import CODES
from exams.dispatch.models import Incident, SupervisionReport
from exams.papers import services as papers
from exams.papers.models import HandOver
from exams.scores import services
from exams.scores.extensions import services as extensions
from exams.scores.models import ScoreSheet
from exams.sessions.models import Seat, Session
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive import services as archive
from sdzx.archive.models import Case
from sdzx.demo import pictures
from sdzx.demo.city import City, acting_as, uploaded
from sdzx.demo.days import DAY, on
from sdzx.demo.sessions import HALF_HOUR, present
from sdzx.workdays import calendar

Outcome, Against = Incident.Outcome, Incident.Against


def sheet_of(session: Session) -> ScoreSheet:
    """The session's sheet."""
    return ScoreSheet.objects.select_related("session__site__organization", "session__center").get(session=session)


def incident(city: City, session: Session, *, closed: bool) -> Incident:
    """Somebody cheated; once decided, their result does not count."""
    seat = present(session)[-1]
    host = city.host_of(session.site)
    with clock.at(session.ends_at + HALF_HOUR):
        proof = uploaded(pictures.scan(city.seed, 300 + session.pk), "现场记录.pdf", host)
        made = dispatch.open_incident(
            session, by=host, against=Against.CANDIDATE, seat=seat, facts="考核中使用手机接收他人提示，被考评员当场发现。", evidence=[proof]
        )  # fmt: skip
    if closed:
        with clock.at(session.ends_at + DAY):
            ground = "事实清楚，本人承认，取消本次成绩。"
            dispatch.close_incident(made, by=city.acts(Role.DIRECTOR), outcome=Outcome.DISQUALIFIED, ground=ground)
    return made


def submitted(city: City, session: Session, *, after: int) -> ScoreSheet:
    """Scores and papers handed in so many days later; the third candidate falls short."""
    host, sheet = city.host_of(session.site), sheet_of(session)
    with clock.at(session.ends_at + after * DAY):
        seats = present(session)
        marks = {seat.pk: _marks(number) for number, seat in enumerate(seats)}
        services.enter(sheet, by=host, marks=marks)
        count = sum(
            seat.attendance in (Seat.Attendance.PRESENT, Seat.Attendance.LATE) for seat in services.seats_of(sheet)
        )
        services.hand_over(sheet, by=host, papers_count=count, papers_handed_by=host.name, papers_handed_at=clock.now())
        return services.submit(sheet, by=host)


def _marks(number: int) -> dict[str, Decimal]:
    base = 48 if number == 2 else 70 + number * 7 % 25
    return {str(task): Decimal(base + task) for task in (1, 2, 3)}


def returned(city: City, sheet: ScoreSheet, *, after: int) -> ScoreSheet:
    """A candidate asked for the sum to be checked: back to the site."""
    with clock.at(sheet.session.ends_at + after * DAY):
        ground = "考生申请复核：1号座位“任务2”漏计分，请核对评分记录后重新报送。"
        return services.send_back(sheet, by=city.acts(Role.CONFIRMER), ground=ground)


def extended(city: City, session: Session, *, after: int, days: int) -> None:
    """The director gives so many working days more; used up by now."""
    with clock.at(session.ends_at + after * DAY):
        sheet = sheet_of(session)
        until = calendar.add_workdays(sheet.session.scores_due or session.day, days).day
        reason = "考点所在街道停水停电，考核场地和试卷封存场所无法使用，考点申请延期。"
        extensions.extend(sheet, by=city.acts(Role.DIRECTOR), until=until, reason=reason)


def confirmed(city: City, sheet: ScoreSheet, *, after: int) -> list[Certificate]:
    """Confirmed; the certificates that were numbered."""
    with clock.at(sheet.session.ends_at + after * DAY):
        services.confirm(sheet, by=city.acts(Role.CONFIRMER))
    return list(
        Certificate.objects.filter(session=sheet.session).select_related("center", "photo", "registration__user")
    )


def handed_out(city: City, certificates: list[Certificate], *, after: int) -> None:
    """The first mailed, the others fetched; what becomes of them afterwards is in sdzx/demo/holders.py."""
    certifier = city.acts(Role.CERTIFIER)
    for each in certificates:
        with clock.at(each.session.ends_at + after * DAY):
            if each == certificates[0]:
                handing.hand_over(
                    [each],
                    by=certifier,
                    handed_to=each.name,
                    how="mail",
                    carrier="中国邮政EMS",
                    tracking_number="EM126003871CN",
                )
            else:
                handing.hand_over([each], by=certifier, handed_to=each.name, how="holder")


def reported(session: Session, *, submit: bool) -> None:
    """The supervisor's report, handed in or half written."""
    report = SupervisionReport.objects.select_related("assignment__person__user", "assignment__session").get(
        assignment__session=session
    )
    by = acting_as(report.assignment.person, "supervisor")
    answers = dict.fromkeys(CODES if submit else sorted(CODES)[:6], "yes")
    with clock.at(session.ends_at + DAY):
        dispatch.edit_report(report, by=by, answers=answers, notes={}, summary="组织规范，秩序良好。", rating="good")
        if submit:
            dispatch.submit_report(report, by=by)


def papers_counted(city: City, session: Session) -> None:
    """Copies that went out and came back."""
    copies, custodian = session.seats.count(), city.acts(Role.CUSTODIAN)
    host = city.host_of(session.site).name
    for kind, giver, taker, moment in (
        (HandOver.Kind.ISSUED, custodian.name, host, session.starts_at - HALF_HOUR),
        (HandOver.Kind.RETURNED, host, custodian.name, session.ends_at + DAY),
    ):
        with clock.at(moment):
            papers.hand_over(
                session.draw, by=custodian, kind=kind, packages=1, copies=copies, seal="密封完好", handed_by=giver, received_by=taker
            )  # fmt: skip


def filed(city: City, session: Session, *, after: int) -> Case:
    """Everything that only people can bring, and the case is closed."""
    host, archivist = city.host_of(session.site), city.acts(Role.ARCHIVIST)
    case = Case.objects.get(subject_type="exams.session", subject_id=session.pk)
    with clock.at(session.ends_at + after * DAY):
        for number, (kind, title) in enumerate((("sign_in", "签到表"), ("paper_scan", "试卷扫描件"))):
            scan = uploaded(pictures.scan(city.seed, 400 + number + session.pk * 2), f"{title}.pdf", host)
            archive.upload(case, by=host, kind=kind, title=title, file=scan)
        digest = hashlib.sha256(session.number.encode()).hexdigest()
        archive.locate(
            case, by=host, kind="video", title="考核现场视频", location=f"考点录像机2号盘/{session.number}", sha256=digest, size=8_589_934_592
        )  # fmt: skip
        return archive.complete(case, by=archivist)


def disposals(city: City) -> None:
    """The cases of the applications that were rejected long ago: kept, proposed, approved, destroyed (5.2)."""
    archivist, director = city.acts(Role.ARCHIVIST), city.acts(Role.DIRECTOR)
    ground = "保管期满，无继续保存价值。"
    cases = list(Case.objects.filter(center=city.center, kind=Case.Kind.APPLICATION).order_by("event_on", "pk")[:4])
    for case in cases:
        with clock.at(case.status_at + 20 * DAY):
            archive.complete(case, by=archivist)
    with on(-32, 9):
        archive.propose_disposal(cases[0], by=archivist, scope=Case.Scope.ALL, ground=ground)
    with on(-31, 9):
        archive.approve_disposal(cases[0], by=director)
    with on(-5, 9):
        archive.dispose(cases[0], by=archivist)
        for case in cases[1:3]:
            archive.propose_disposal(case, by=archivist, scope=Case.Scope.ALL, ground=ground)
    with on(-3, 9):
        archive.approve_disposal(cases[1], by=director)
        archive.hold(cases[3], by=archivist, reason="申请单位提起行政复议，需调阅。")
