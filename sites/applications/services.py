"""What is done with an application until it is accepted: the only writer of its rows (2.1, 2.2, A2)."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.files import services as files
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.serials.services import take
from sdzx.workflow import Refused, advance, locked, refuse_on, refuse_unless_open
from sites.applications import documents, filing, rules, snapshots
from sites.applications.content import restored
from sites.applications.marks import Given, label_of, line_of, ordered, told_before
from sites.applications.marks import asked as marks_asked
from sites.applications.models import Application, IssuedDocument
from sites.applications.review_models import Snapshot


def record_path(application: Application) -> str:
    """The address of the application's page."""
    return reverse("applications:record", args=[application.uid])


@transaction.atomic
def create(*, by: Actor) -> Application:
    """A draft for the actor's own organisation, filled with what is known of it. Raises Refused without the grant."""
    require(by, "application.edit")
    host = by.organization
    if host is None:
        raise Refused("请切换到考点单位的身份后再申请。")
    application = Application.objects.create(
        center=host.center,
        organization=host,
        created_by=by.user_required,
        responsible=host.contact,
        phone=host.phone,
        address=host.address,
    )
    trace(by=by, verb="application.create", label="新建申请", subject=application, after={"status": application.status})
    return application


@transaction.atomic
def submit(application: Application, *, by: Actor) -> Application:
    """Submit what is complete (2.2, A2, 1, 2.1), number it once, freeze annex 2, tell the clerks. Raises Refused.

    What was returned needs every mark settled: changed, or answered with why not.
    """
    locked(application)
    refuse_unless_open(application, "submit", by=by)
    today = clock.today()
    refuse_on(rules.blockers_of_submission(application, today))
    if application.number is None:
        number = take(f"application/{application.center.code}/{today.year}")[0]
        application.number = f"SQ{application.center.code}-{today.year}-{number:04d}"
    application.submitted_at, application.supplement_due = clock.now(), None
    application.save(update_fields=["number", "submitted_at", "supplement_due"])
    snapshot = snapshots.freeze(application)
    detail = {"number": application.number, "submission": snapshot.number, "sha256": snapshot.digest}
    advance(application, "submit", by=by, detail=detail)
    issue(application, IssuedDocument.Kind.ANNEX2, by=by, content=documents.annex2_pdf(application, today))
    _tell_clerks(NoticeKind.APPLICATION_SUBMITTED, application)
    return application


@transaction.atomic
def withdraw(application: Application, *, by: Actor) -> Application:
    """The host takes it back before it is accepted; clerks who may be reviewing it are told."""
    locked(application)
    reviewed = application.status == Application.Status.SUBMITTED
    advance(application, "withdraw", by=by)
    if reviewed:
        _tell_clerks(NoticeKind.APPLICATION_WITHDRAWN, application)
    return application


def _reviewed(application: Application, verb: str, by: Actor, seen: int | None) -> Snapshot:
    """Lock for the clerk's answer; the submission that is answered. Raises Refused, saying who came before."""
    locked(application)
    refuse_unless_open(application, verb, by=by)
    snapshot = snapshots.latest(application) or snapshots.freeze(application)
    refuse_on(rules.submitted_meanwhile(snapshot, seen))
    return snapshot


@transaction.atomic
def accept(application: Application, *, by: Actor, seen: int | None = None) -> Application:
    """Accept, send 受理通知书. Raises Refused when something has become incomplete or a project unusable meanwhile.

    `seen` is the submission that the clerk had before them: a newer one is to be read first.
    """
    _reviewed(application, "accept", by, seen)
    refuse_on(rules.blockers_of_submission(application, clock.today()))
    application.accepted_at = clock.now()
    application.save(update_fields=["accepted_at"])
    advance(application, "accept", by=by)
    send_letter(application, IssuedDocument.Kind.ACCEPTED, by=by)
    _tell_host(NoticeKind.APPLICATION_ACCEPTED, application)
    return application


@transaction.atomic
def return_for_supplement(
    application: Application,
    *,
    by: Actor,
    marks: Sequence[Given] = (),
    items: Sequence[str] = (),
    due_on: datetime.date | None = None,
    late_ground: str = "",
    seen: int | None = None,
) -> Application:
    """Return it with everything that is to be supplied, told at once (一次性告知, 2.2): marks, and items as free text.

    Raises Refused without any, for a place that the submission does not have, and, without `late_ground`, for what could
    have been told at an earlier return.
    """
    snapshot = _reviewed(application, "return_for_supplement", by, seen)
    present = restored(snapshot.parts)
    given = ordered([*marks, *(Given(item.strip()) for item in items if item.strip())], present)
    refuse_on(rules.supplement_unfit(snapshot, given, present, late_ground) + rules.due_too_soon(due_on, clock.today()))
    late = {each for each in given if told_before(snapshot, each, present)}
    for each in given:
        snapshot.marks.create(
            section=each.slug, key=each.key, label=label_of(each, present)[:200], sentence=each.sentence,
            late_ground=late_ground if each in late else "",
        )  # fmt: skip
    lines = [line_of(each, present) for each in given]
    application.supplement, application.supplement_due = "\n".join(lines), due_on
    application.save(update_fields=["supplement", "supplement_due"])
    detail = {"submission": snapshot.number} | ({"late_ground": late_ground} if late else {})
    advance(application, "return_for_supplement", by=by, ground="；".join(lines), detail=detail)
    send_letter(application, IssuedDocument.Kind.SUPPLEMENT, by=by, items=lines, due_on=due_on)
    _tell_host(NoticeKind.APPLICATION_RETURNED, application)
    return application


@transaction.atomic
def answer_marks(application: Application, *, by: Actor, answers: Mapping[int, str]) -> Application:
    """The host says why it does not change what was marked: {mark: reason}; an empty reason takes it back.

    Raises Refused unless the application waits for its supplement.
    """
    locked(application)
    require(by, "application.edit", application)
    refuse_on(rules.not_returned(application) + rules.answers_too_long(answers))
    answered = []
    for mark in marks_asked(application):
        answer = answers.get(mark.pk, mark.answer).strip()
        if answer != mark.answer:
            mark.answer = answer
            mark.answered_at, mark.answered_by = (clock.now(), by.user_required) if answer else (None, None)
            mark.save(update_fields=["answer", "answered_at", "answered_by"])
            answered.append(mark.label)
    if answered:
        trace(by=by, verb="application.edit", label="说明补正事项", subject=application, after={"marks": answered})
    return application


@transaction.atomic
def reject(application: Application, *, by: Actor, items: Sequence[str], seen: int | None = None) -> Application:
    """不予受理: with the grounds in a letter; the case goes to the archive. Raises Refused without grounds."""
    _reviewed(application, "reject", by, seen)
    refuse_on(rules.grounds_missing(items))
    application.decision_note = "\n".join(items)
    application.save(update_fields=["decision_note"])
    advance(application, "reject", by=by, ground="；".join(items))
    send_letter(application, IssuedDocument.Kind.REJECTED, by=by, items=items)
    filing.archive(application, by=by, event_on=clock.today())
    _tell_host(NoticeKind.APPLICATION_REJECTED, application)
    return application


def _tell_clerks(kind: NoticeKind, application: Application) -> None:
    clerks = holders(Role.CLERK, center=application.center)
    notify(kind, to=clerks, subject=application, url=record_path(application))


def _tell_host(kind: NoticeKind, application: Application) -> None:
    staff = holders(Role.SITE, organization=application.organization)
    notify(kind, to=staff, subject=application, url=record_path(application))


def letter_number(application: Application, day: datetime.date) -> str:
    """The next number of the centre's letters in that year: «济南专考函〔2026〕3号»."""
    number = take(f"letter/{application.center.code}/{day.year}")[0]
    return f"{application.center.city.removesuffix('市')}专考函〔{day.year}〕{number}号"


@transaction.atomic
def send_letter(
    application: Application,
    kind: IssuedDocument.Kind,
    *,
    by: Actor,
    items: Sequence[str] = (),
    due_on: datetime.date | None = None,
) -> IssuedDocument:
    """Number a letter of the centre and keep it as it was issued."""
    day = clock.today()
    number = letter_number(application, day)
    content = documents.letter_pdf(
        application, kind, number=number, day=day, contact=by.name, items=items, due_on=due_on
    )
    return issue(application, kind, by=by, content=content, number=number)


@transaction.atomic
def issue(
    application: Application, kind: IssuedDocument.Kind, *, by: Actor, content: bytes, number: str = ""
) -> IssuedDocument:
    """Freeze a document of the application. Later changes of the record do not change it."""
    stored = files.store(content, name=f"{kind.label}.pdf", kind=f"application.{kind}", by=by)
    return IssuedDocument.objects.create(
        application=application, kind=kind, number=number, file=stored, issued_on=clock.today()
    )
