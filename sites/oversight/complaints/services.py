"""Complaints: filed by the public, accepted, investigated, concluded (5.1, 5.4). The only writer of Complaint.

The trace and the notices name neither the complainant nor the code; a person who is signed in while filing is not recorded.
"""

import datetime
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.crypto import blind_index
from sdzx.files import services as files
from sdzx.files.models import StoredFile
from sdzx.identifiers import iso7064_mod37_36, normalise_phone
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.serials.services import take
from sdzx.workdays.calendar import add_workdays
from sdzx.workdays.recompute import DateChange
from sdzx.workflow import advance, locked, refuse_on, refuse_unless_open
from sites.oversight.complaints import rules
from sites.oversight.complaints.models import Complaint
from sites.registry.models import Site

S = Complaint.Status
OPEN = (S.RECEIVED, S.ACCEPTED, S.INVESTIGATED)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without what looks alike: 0 O, 1 I L
CODE_LENGTH = 10
PURPOSE = "sites.complaint.code"
NOBODY = "0" * 64  # what an unknown number is compared with: it takes as long


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the complainant takes home: the complaint's number, and the code, which is kept nowhere."""

    complaint: Complaint
    code: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How the complainant can be reached."""

    name: str
    phone: str
    email: str


def record_path(complaint: Complaint) -> str:
    """The address of the complaint's page."""
    return reverse("complaints:record", args=[complaint.uid])


def hashed(number: str, code: str) -> str:
    """The only form in which a code is kept; bound to its number."""
    return blind_index(f"{number}:{code}", PURPOSE)


def numbered(center: Center, year: int) -> str:
    """The next receipt number of a centre, such as TS-3701-2026-000123-K; the last character checks the others."""
    (serial,) = take(f"complaint/{center.code}/{year}")
    text = f"TS-{center.code[:4]}-{year}-{serial:06d}"
    return f"{text}-{iso7064_mod37_36(text.replace('-', ''))}"


@transaction.atomic
@enforces("5.1", "5.4")
def file_complaint(
    *,
    by: Actor,
    category: str,
    facts: str,
    site: Site | None = None,
    place: str = "",
    center: Center | None = None,
    accused: str = "",
    occasion: str = "",
    happened_on: datetime.date | None = None,
    attachments: Sequence[StoredFile] = (),
    anonymous: bool = True,
    name: str = "",
    phone: str = "",
    email: str = "",
) -> Receipt:
    """Keep a complaint and give its receipt; tells the centre of the site, or of the city chosen. Raises Refused."""
    require(by, "complaint.file")
    day = clock.today()
    refuse_on(
        rules.filing_unfit(
            site=site, place=place, center=center, facts=facts, happened_on=happened_on, anonymous=anonymous,
            name=name, phone=phone, email=email, day=day,
        )
    )  # fmt: skip
    owner = site.center if site else center
    assert owner is not None  # the rules let none pass without a city
    terms = policy.of(owner)
    number, code = numbered(owner, day.year), "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    complaint = Complaint.objects.create(
        number=number, code_hash=hashed(number, code), center=owner, site=site, place="" if site else place.strip(),
        accused=accused.strip(), occasion=occasion.strip(), category=category, facts=facts.strip(), happened_on=happened_on,
        anonymous=anonymous, name=name.strip(), phone=normalise_phone(phone), email=email.strip(),
        acceptance_due=add_workdays(day, terms.complaint_acceptance_days).day,
        due_on=add_workdays(day, terms.complaint_days).day,
    )  # fmt: skip
    complaint.attachments.set([files.adopt(each, kind="complaint.attachment", by=by) for each in attachments])
    after = {"number": number, "category": complaint.get_category_display(), "due_on": complaint.due_on}
    trace(by=by, verb="complaint.file", label="收到投诉举报", subject=complaint, after=after)
    _tell(NoticeKind.COMPLAINT_FILED, complaint, Role.CLERK, Role.DIRECTOR)
    return Receipt(complaint, code)


@transaction.atomic
def accept(complaint: Complaint, *, by: Actor) -> Complaint:
    """Take it up: it will be investigated and answered."""
    locked(complaint)
    advance(complaint, "accept", by=by, detail={"due_on": complaint.due_on})
    return complaint


@transaction.atomic
@enforces("5.1")
def refuse(complaint: Complaint, *, by: Actor, ground: str) -> Complaint:
    """Not to be taken up; the complainant reads the reason. Raises Refused without one or when it names the complainant."""
    locked(complaint)
    refuse_unless_open(complaint, "refuse", by=by)
    refuse_on(rules.ground_unfit(complaint, ground))
    complaint.refusal = ground.strip()
    complaint.save(update_fields=["refusal"])
    advance(complaint, "refuse", by=by, ground=ground)
    return complaint


@transaction.atomic
@enforces("5.1")
def investigate(complaint: Complaint, *, by: Actor, findings: str, materials: Sequence[StoredFile] = ()) -> Complaint:
    """What was found out, with what proves it; internal. Tells the director. Raises Refused."""
    locked(complaint)
    refuse_unless_open(complaint, "investigate", by=by)
    refuse_on(rules.findings_unfit(complaint, findings))
    complaint.findings = findings.strip()
    complaint.save(update_fields=["findings"])
    complaint.materials.add(*[files.adopt(each, kind="complaint.material", by=by) for each in materials])
    files_held = {"files": len(materials)} if materials else {}
    advance(complaint, "investigate", by=by, detail={"findings": complaint.findings, **files_held})
    _tell(NoticeKind.COMPLAINT_INVESTIGATED, complaint, Role.DIRECTOR)
    return complaint


@transaction.atomic
@enforces("5.1")
def send_back(complaint: Complaint, *, by: Actor, ground: str) -> Complaint:
    """The findings do not suffice. Tells the clerks. Raises Refused."""
    locked(complaint)
    refuse_unless_open(complaint, "send_back", by=by)
    refuse_on(rules.ground_unfit(complaint, ground))
    advance(complaint, "send_back", by=by, ground=ground)
    _tell(NoticeKind.COMPLAINT_SENT_BACK, complaint, Role.CLERK, ground=ground.strip())
    return complaint


@transaction.atomic
@enforces("5.1", "5.4")
def conclude(complaint: Complaint, *, by: Actor, result: str, answer: str) -> Complaint:
    """The result, and the answer that the complainant reads. Raises Refused."""
    locked(complaint)
    refuse_unless_open(complaint, "conclude", by=by)
    refuse_on(rules.conclusion_unfit(complaint, result, answer))
    complaint.result, complaint.answer = result, answer.strip()
    complaint.save(update_fields=["result", "answer"])
    detail = {"result": complaint.get_result_display(), "answer": complaint.answer}
    advance(complaint, "conclude", by=by, detail=detail)
    return complaint


@transaction.atomic
@enforces("5.1")
def transfer(complaint: Complaint, *, by: Actor, center: Center, ground: str) -> Complaint:
    """Pass it on to the centre whose it is; the time for acceptance starts anew there. Raises Refused."""
    locked(complaint)
    require(by, "complaint.transfer", complaint)
    refuse_on(rules.transfer_unfit(complaint, center, ground))
    moved = {"from": complaint.center.name, "to": center.name}
    trace(by=by, verb="complaint.transfer", label="转办", subject=complaint, ground=ground, after=moved)
    complaint.place, complaint.site, complaint.center = complaint.about, None, center
    days = policy.of(center).complaint_acceptance_days
    complaint.acceptance_due = add_workdays(clock.today(), days).day
    complaint.save(update_fields=["place", "site", "center", "acceptance_due"])
    _tell(NoticeKind.COMPLAINT_FILED, complaint, Role.CLERK, Role.DIRECTOR)
    return complaint


@transaction.atomic
@enforces("5.1")
def read_contact(complaint: Complaint, *, by: Actor) -> Contact:
    """Who complained, for those who handle it; that it was read stands in the trace. Raises Refused."""
    require(by, "complaint.read_contact", complaint)
    trace(by=by, verb="complaint.read_contact", label="查看举报人联系方式", subject=complaint)
    return Contact(complaint.name, complaint.phone, complaint.email)


def started(complaint: Complaint) -> datetime.date:
    """The day from which the time for acceptance runs: of filing, or of the last transfer."""
    moved = entries_of(complaint).filter(verb="complaint.transfer").last()
    return timezone.localdate(moved.at if moved else complaint.created_at)


@transaction.atomic
def recompute_due(by: Actor) -> list[DateChange]:
    """The calendar has been amended: compute open due days anew, with their trace."""
    changes = []
    open_ = Complaint.objects.select_for_update(of=("self",)).filter(status__in=OPEN).select_related("center")
    for complaint in open_:
        terms, before = policy.of(complaint.center), (complaint.acceptance_due, complaint.due_on)
        if complaint.status == S.RECEIVED:
            complaint.acceptance_due = add_workdays(started(complaint), terms.complaint_acceptance_days).day
        complaint.due_on = add_workdays(timezone.localdate(complaint.created_at), terms.complaint_days).day
        after = (complaint.acceptance_due, complaint.due_on)
        if before == after:
            continue
        complaint.save(update_fields=["acceptance_due", "due_on"])
        names = ("acceptance_due", "due_on")
        trace(by=by, verb="complaint.recompute_due", label="按新日历重算期限", subject=complaint,
              before=dict(zip(names, before, strict=True)), after=dict(zip(names, after, strict=True)))  # fmt: skip
        changes.append(DateChange(str(complaint), before[1], after[1], record_path(complaint)))
    return changes


def followed(number: str, code: str) -> Complaint | None:
    """The complaint of a receipt; None for any pair that is none. Takes as long for a number that does not exist."""
    found = Complaint.objects.filter(number=number).select_related("center", "site").first()
    right = constant_time_compare(hashed(number, code), found.code_hash if found else NOBODY)
    return found if right else None


def cleaned(typed: str) -> str:
    """A number or code as it was given: capitals, no blanks, plain hyphens."""
    return "".join(typed.split()).upper().replace("—", "-").replace("－", "-")


def _tell(kind: NoticeKind, complaint: Complaint, *roles: Role, **facts: Any) -> None:
    people = [person for role in roles for person in holders(role, center=complaint.center)]
    notify(kind, to=people, subject=complaint, url=record_path(complaint), **facts)
