"""Filing and answering appeals (4.5): the only writers of them."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from exams.registration.models import Registration
from exams.scores.appeals import rules
from exams.scores.appeals.models import Appeal
from exams.scores.corrections import services as corrections
from exams.scores.marks import Marks
from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.files.models import StoredFile
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workdays import calendar
from sdzx.workflow import Blocker, advance, locked, refuse_on, refuse_unless_open


def days_of(registration: Registration) -> int:
    """How many working days after the confirmation the candidate has, and the centre after that."""
    return policy.of(registration.center).appeal_days


def last_day(registration: Registration) -> datetime.date | None:
    """The last day on which the candidate may appeal; None before the confirmation."""
    confirmed = registration.seat.session.score_sheet.confirmed_at
    if confirmed is None:
        return None
    return calendar.add_workdays(timezone.localtime(confirmed).date(), days_of(registration)).day


def file_blockers(registration: Registration, kind: str = "") -> list[Blocker]:
    """What stands in the way of an appeal."""
    score = corrections.score_of(registration)
    return rules.not_appealable(
        score,
        registration.seat.session.score_sheet,
        last=last_day(registration),
        days=days_of(registration),
        today=clock.today(),
        earlier=list(score.appeals.all()) if score else [],
        kind=kind,
    )


@transaction.atomic
def file(registration: Registration, *, by: Actor, kind: str, statement: str) -> Appeal:
    """The candidate, or the unit's registrar, asks for a second look (clause 4.5); to be answered within as many working
    days. Raises Refused with all that stands in the way."""
    locked(registration)
    require(by, "appeal.file", registration)
    refuse_on(file_blockers(registration, kind))
    made = Appeal.objects.create(
        score=registration.seat.score,
        kind=kind,
        statement=statement.strip(),
        filed_by=by.user_required,
        due_on=calendar.add_workdays(clock.today(), days_of(registration)).day,
    )
    after = {"kind": made.get_kind_display(), "due_on": made.due_on}
    trace(by=by, verb="appeal.file", label="申请成绩复核", subject=made, ground=statement, after=after)
    to = holders(Role.CONFIRMER, center=registration.center)
    notify(NoticeKind.APPEAL_FILED, to=to, subject=made, url=url_of(made))
    return made


def answer_blockers(appeal: Appeal, by: User | None) -> list[Blocker]:
    """What stands in the way of this person's answer."""
    return rules.not_answerable(appeal.score.sheet, by)


@transaction.atomic
def uphold(appeal: Appeal, *, by: Actor, marks: Marks, answer: str, evidence: Iterable[StoredFile] = ()) -> Appeal:
    """There was a mistake: answered, and a correction asked for in the same transaction, which a second person decides.

    Raises Refused with all that the correction lacks (clause 4.5).
    """
    _begin(appeal, "uphold", by)
    registration = appeal.score.seat.registration
    made = corrections.request(
        registration, by=by, kind=appeal.kind, marks=marks, reason=answer, evidence=evidence, appeal=appeal
    )
    _answer(appeal, by, answer)
    advance(appeal, "uphold", by=by, detail={"total": f"{made.total_before}→{made.total_after}"}, fields=ANSWER)
    return _tell(appeal, NoticeKind.APPEAL_UPHELD)


@transaction.atomic
def reject(appeal: Appeal, *, by: Actor, ground: str) -> Appeal:
    """The score stands; the answer says what was looked over (clause 4.5)."""
    _begin(appeal, "reject", by)
    _answer(appeal, by, ground)
    advance(appeal, "reject", by=by, ground=ground, fields=ANSWER)
    return _tell(appeal, NoticeKind.APPEAL_REJECTED)


ANSWER = ("answer", "answered_by", "answered_at")


def _begin(appeal: Appeal, verb: str, by: Actor) -> None:
    locked(appeal)
    refuse_unless_open(appeal, verb, by=by)
    refuse_on(answer_blockers(appeal, by.user))


def _answer(appeal: Appeal, by: Actor, answer: str) -> None:
    appeal.answer, appeal.answered_by, appeal.answered_at = answer.strip(), by.user_required, clock.now()


def _tell(appeal: Appeal, kind: NoticeKind) -> Appeal:
    people = {*corrections.candidates(appeal.score.seat.registration), appeal.filed_by}
    notify(kind, to=people, subject=appeal, url=url_of(appeal))
    return appeal


def url_of(appeal: Appeal) -> str:
    """The appeal's page."""
    return reverse("scores:appeals:record", args=[appeal.uid])
