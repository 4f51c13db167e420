"""Sending people to sessions, their presence (4.3), the supervisors' reports, incidents (5.1): the only writers."""

import datetime
import secrets
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.urls import reverse

from exams.dispatch import documents, rules
from exams.dispatch.filing import file_into_case
from exams.dispatch.models import Assignment, Incident, SupervisionReport
from exams.dispatch.pool import circumstances, missing, pool
from exams.sessions.models import Seat, Session
from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt, store
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.personnel.models import Person, Qualification
from sdzx.serials.services import take as take_number
from sdzx.workdays import calendar
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on

REPORT_WORKDAYS = 1


@transaction.atomic
def draw(session: Session, *, by: Actor, duty: str, seed: str = "") -> list[Assignment]:
    """Invite as many as are missing, drawn at random from all who are fit.

    The seed and the list drawn from go into the session's trace, so that anybody can repeat the draw
    (`rules.drawn`). Raises Refused when nobody is missing or too few are fit (clause 4.3).
    """
    require(by, "assignment.invite", session)
    locked(session)
    around = circumstances(session)
    fit = {
        each.qualification.card_number: each.qualification for each in pool(session, duty, around) if not each.blockers
    }
    count, label = missing(session, duty), Assignment.Duty(duty).label
    refuse_on([*rules.not_open(session), *rules.not_drawable(fit.values(), count, label)])
    seed = seed or secrets.token_hex(16)
    chosen = rules.drawn(seed, fit, count)
    trace(
        by=by,
        verb="assignment.draw",
        label=f"随机抽取{label}",
        subject=session,
        after={"seed": seed, "candidates": sorted(fit), "drawn": chosen},
    )
    return [_invite(session, fit[card], by=by, seed=seed) for card in chosen]


@transaction.atomic
def invite(session: Session, *, by: Actor, qualification: Qualification, ground: str) -> Assignment:
    """Invite somebody chosen by hand, on a stated ground (clause 4.3). Raises Refused with everything that hinders."""
    require(by, "assignment.invite", session)
    locked(session)
    found = [] if ground.strip() else [Blocker("请写明不经随机抽取、指定派遣的理由。", "4.3", field="ground")]
    refuse_on([*found, *rules.not_invitable(qualification, session, circumstances(session))])
    return _invite(session, qualification, by=by, ground=ground)


def _invite(session: Session, held: Qualification, *, by: Actor, seed: str = "", ground: str = "") -> Assignment:
    today, rule = clock.today(), policy.of(session.center)
    answer_by = min(calendar.add_workdays(today, rule.assignment_answer_days).day, session.day)
    made = Assignment.objects.create(
        session=session, person=held.person, qualification=held, duty=held.kind, answer_by=answer_by, seed=seed
    )
    number = _issue_letter(made, by)
    detail = {"card": held.card_number, "seed": seed, "letter": number, "answer_by": answer_by}
    trace(by=by, verb="assignment.invite", label="派遣邀请", subject=made, ground=ground, after=detail)
    notify(NoticeKind.ASSIGNMENT_INVITED, to=_user_of(made), subject=made, url=_url(made))
    return made


def _issue_letter(assignment: Assignment, by: Actor) -> str:
    """Print and keep the duty letter; its number."""
    center, year = assignment.session.center, clock.today().year
    number = f"PQ{center.code[:4]}-{year}-{take_number(f'duty/{center.code}/{year}')[0]:05d}"
    content = documents.duty_letter_pdf(assignment, number)
    assignment.letter = store(content, name=f"派遣函{number}.pdf", kind="dispatch.letter", by=by)
    assignment.save(update_fields=["letter"])
    return number


@transaction.atomic
def take(assignment: Assignment, *, by: Actor) -> Assignment:
    """The person accepts; refused when something has come up meanwhile that forbids it (clause 4.3)."""
    locked(assignment)
    around = circumstances(assignment.session)
    refuse_on([*rules.not_open(assignment.session), *rules.unsuitable(assignment.qualification, around)])
    advance(assignment, "take", by=by)
    return assignment


@transaction.atomic
def decline(assignment: Assignment, *, by: Actor, ground: str) -> Assignment:
    """The person declines with a reason; the arrangers hear of it and send somebody else."""
    locked(assignment)
    refuse_on(rules.not_open(assignment.session))
    advance(assignment, "decline", by=by, ground=ground)
    session = assignment.session
    to = holders(Role.ARRANGER, center=session.center)
    url = reverse("dispatch:session", args=[session.uid])
    notify(NoticeKind.ASSIGNMENT_DECLINED, to=to, subject=assignment, url=url, ground=ground)
    return assignment


@transaction.atomic
def cancel(assignment: Assignment, *, by: Actor, ground: str) -> Assignment:
    """Take an invitation back, with a reason; the person is told."""
    locked(assignment)
    refuse_on(rules.not_open(assignment.session))
    return _cancel(assignment, by=by, ground=ground)


def _cancel(assignment: Assignment, *, by: Actor, ground: str) -> Assignment:
    advance(assignment, "cancel", by=by, ground=ground)
    url = _url(assignment)
    notify(NoticeKind.ASSIGNMENT_CANCELLED, to=_user_of(assignment), subject=assignment, url=url, ground=ground)
    return assignment


@transaction.atomic
def check_in(assignment: Assignment, *, by: Actor, card_number: str) -> Assignment:
    """证卡上岗: the person is there, and the card shown is theirs (clause 4.3)."""
    locked(assignment)
    around = circumstances(assignment.session)
    refuse_on(rules.not_admissible(assignment, card_number, around, clock.today()))
    held = assignment.qualification.card_number
    advance(assignment, "check_in", by=by, detail={"card": held})
    assignment.checked_in_at, assignment.checked_card = clock.now(), held
    assignment.save(update_fields=["checked_in_at", "checked_card"])
    return assignment


@transaction.atomic
def check_in_by_card(session: Session, *, by: Actor, card_number: str) -> Assignment:
    """Check in whoever holds the scanned card. Raises Refused when nobody sent to this session does (clause 4.3)."""
    require(by, "assignment.check_in", session)
    coming = Assignment.objects.live().filter(session=session).select_related("qualification", "person")
    for assignment in coming:
        if rules.same_card(card_number, assignment.qualification.card_number):
            return check_in(assignment, by=by, card_number=card_number)
    raise Refused([Blocker("这张证卡不在本场次的派遣名单中，不得上岗。", "4.3", field="card_number")])


def start_check(session: Session) -> list[Blocker]:
    """Hook before a session starts: enough examiners and a supervisor present, each still fit (clause 4.3)."""
    present = (
        Assignment.objects.filter(session=session, status=Assignment.Status.PRESENT)
        .select_related("qualification__person__employer")
        .prefetch_related("qualification__projects", "qualification__person__recusals__organization")
    )
    least_examiners = policy.of(session.center).examiners_per_session
    return rules.understaffed(session, list(present), least_examiners, circumstances(session))


@transaction.atomic
def after_end(session: Session, by: Actor) -> None:
    """Hook after a session: a report to write for each supervisor who was there; the duty letters go into the case."""
    present = Assignment.objects.filter(session=session, status=Assignment.Status.PRESENT)
    due = calendar.add_workdays(clock.today(), REPORT_WORKDAYS).day
    for assignment in present.select_related("person__user", "letter", "session"):
        if assignment.letter:
            title = f"派遣函（{assignment.get_duty_display()}{assignment.person.name}）"
            file_into_case(session, by=by, kind="duty_letter", title=title, file=assignment.letter)
        if assignment.duty == Assignment.Duty.SUPERVISOR:
            _open_report(assignment, due, by)


def _open_report(assignment: Assignment, due: datetime.date, by: Actor) -> None:
    report, new = SupervisionReport.objects.get_or_create(assignment=assignment, defaults={"due_on": due})
    if new:
        trace(by=by, verb="supervision.open", label="待提交督导报告", subject=report, after={"due_on": due})
        url = reverse("dispatch:reports:record", args=[report.uid])
        notify(NoticeKind.SUPERVISION_DUE, to=_user_of(assignment), subject=report, url=url)


@transaction.atomic
def after_move(session: Session, by: Actor) -> None:
    """Hook after another site or time: who no longer fits is taken off, the others get a new letter and may decline."""
    around = circumstances(session)
    for assignment in _coming(session):
        if found := rules.unsuitable(assignment.qualification, around):
            _cancel(assignment, by=by, ground=f"场次改期或更换考点：{'；'.join(each.sentence for each in found)}")
            continue
        number = _issue_letter(assignment, by)
        entry = trace(by=by, verb="assignment.renew", label="重发派遣函", subject=assignment, after={"letter": number})
        to, url = _user_of(assignment), _url(assignment)
        notify(NoticeKind.ASSIGNMENT_MOVED, to=to, subject=entry, url=url, assignment=assignment)


@transaction.atomic
def after_cancel(session: Session, by: Actor) -> None:
    """Hook after a cancelled session: everybody who was to come is told not to."""
    for assignment in _coming(session):
        _cancel(assignment, by=by, ground="场次已取消。")


def _coming(session: Session) -> list[Assignment]:
    """Those invited or accepted, with what the rules read; they share the session given."""
    status = (Assignment.Status.INVITED, Assignment.Status.ACCEPTED)
    found = Assignment.objects.filter(session=session, status__in=status)
    people = list(found.select_related("person__user", "person__employer", "qualification__person"))
    for assignment in people:
        assignment.session = session
    return people


@transaction.atomic
def edit_report(
    report: SupervisionReport,
    *,
    by: Actor,
    answers: Mapping[str, str],
    notes: Mapping[str, str],
    summary: str,
    rating: str,
    left_at: datetime.time | None = None,
    photos: Iterable[StoredFile] = (),
) -> SupervisionReport:
    """Keep what the supervisor has filled in so far; nothing has to be complete before it is submitted."""
    locked(report)
    require(by, "supervision.edit", report)
    if report.status != SupervisionReport.Status.DRAFT:
        raise Refused("督导报告已提交，不能修改。")
    report.answers, report.notes = dict(answers), {code: note for code, note in notes.items() if note.strip()}
    report.summary, report.rating, report.left_at = summary, rating, left_at
    report.save(update_fields=["answers", "notes", "summary", "rating", "left_at"])
    report.photos.set([adopt(photo, kind="supervision.photo", by=by) for photo in photos])
    trace(by=by, verb="supervision.edit", label="填写督导报告", subject=report, after={"answered": len(report.answers)})
    return report


@transaction.atomic
def submit_report(report: SupervisionReport, *, by: Actor) -> SupervisionReport:
    """Submit it whole; the PDF is frozen and goes into the session's case (clauses 4.3, 5.1)."""
    locked(report)
    refuse_on(rules.unreported(report.answers, report.notes, report.summary, report.rating))
    advance(report, "submit", by=by)
    report.submitted_at = clock.now()
    content = documents.supervision_report_pdf(report)
    name = f"督导报告{report.assignment.session.number}.pdf"
    report.document = store(content, name=name, kind="supervision.report", by=by)
    report.save(update_fields=["submitted_at", "document"])
    session, title = report.assignment.session, f"督导报告（{report.assignment.person.name}）"
    file_into_case(session, by=by, kind="supervision_report", title=title, file=report.document)
    for number, photo in enumerate(report.photos.all(), 1):
        file_into_case(
            session, by=by, kind="supervision_photo", title=f"督导现场照片{number}", file=photo, source="督导员上传"
        )
    return report


@transaction.atomic
def open_incident(
    session: Session,
    *,
    by: Actor,
    against: str,
    facts: str,
    seat: Seat | None = None,
    person: Person | None = None,
    evidence: Iterable[StoredFile] = (),
) -> Incident:
    """Record a violation with what proves it; arrangers and the director are told (clause 5.1)."""
    require(by, "incident.open", session)
    named_seat = seat if against == Incident.Against.CANDIDATE else None
    named_person = person if against == Incident.Against.STAFF else None
    belongs = (named_seat is None or named_seat.session_id == session.pk) and (
        named_person is None or Assignment.objects.live().filter(session=session, person=named_person).exists()
    )
    refuse_on(
        rules.not_reportable(
            session,
            against=against,
            has_seat=named_seat is not None,
            has_person=named_person is not None,
            belongs=belongs,
        )
    )
    incident = Incident.objects.create(
        session=session,
        against=against,
        seat=named_seat,
        person=named_person,
        facts=facts,
        reported_by=by.user_required,
    )
    _attach(incident, evidence, by)
    trace(
        by=by, verb="incident.open", label="登记违纪违规", subject=incident, after={"against": against, "facts": facts}
    )
    told = [*holders(Role.ARRANGER, center=session.center), *holders(Role.DIRECTOR, center=session.center)]
    url = reverse("dispatch:incidents:record", args=[incident.uid])
    to = [person for person in told if person != by.user]
    notify(NoticeKind.INCIDENT_REPORTED, to=to, subject=incident, url=url)
    return incident


@transaction.atomic
def add_evidence(incident: Incident, *, by: Actor, evidence: Iterable[StoredFile]) -> Incident:
    """Add to what proves an open incident (clause 5.1)."""
    locked(incident)
    require(by, "incident.open", incident)
    if incident.status != Incident.Status.OPEN:
        raise Refused("违纪违规已作出处理，不能再补充证据。")
    added = _attach(incident, evidence, by)
    trace(by=by, verb="incident.add_evidence", label="补充证据", subject=incident, after={"files": added})
    return incident


@transaction.atomic
def close_incident(incident: Incident, *, by: Actor, outcome: str, ground: str) -> Incident:
    """Decide: with evidence, an outcome and reasons; 取消本次成绩 takes the candidate out of the scores (clause 5.1)."""
    locked(incident)
    registration = incident.seat.registration if incident.seat else None
    refuse_on(rules.not_closable(incident, outcome, registration, incident.evidence.count()))
    # The status is written by advance() alone; the database wants the outcome there by then.
    Incident.objects.filter(pk=incident.pk).update(outcome=outcome)
    incident.outcome = outcome
    advance(incident, "close", by=by, ground=ground, detail={"outcome": outcome})
    incident.handling, incident.closed_at = ground.strip(), clock.now()
    incident.save(update_fields=["handling", "closed_at"])
    if outcome == Incident.Outcome.DISQUALIFIED and registration is not None:
        advance(registration, "disqualify", by=by, ground=ground)
    for number, proof in enumerate(incident.evidence.all(), 1):
        title = f"违纪违规证据{incident.pk}-{number}"
        file_into_case(incident.session, by=by, kind="incident_evidence", title=title, file=proof, source="登记人上传")
    return incident


def _attach(incident: Incident, evidence: Iterable[StoredFile], by: Actor) -> int:
    proofs = [adopt(each, kind="incident.evidence", by=by) for each in evidence]
    incident.evidence.add(*proofs)
    return len(proofs)


def _user_of(assignment: Assignment) -> list[User]:
    return [assignment.person.user] if assignment.person.user else []


def _url(assignment: Assignment) -> str:
    return reverse("dispatch:record", args=[assignment.uid])
