"""The stock book: the only writers of blank stock (4.5). Printing takes from it with `use`, inside its own transaction."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.urls import reverse

from certificates.issuing.models import Print
from certificates.printing.blanks import rules
from certificates.printing.blanks.models import BlankMovement, BlankStock
from certificates.printing.blanks.rules import Balance, Span
from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, User
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workflow import Blocker, refuse_on

Kind = BlankMovement.Kind


def balance(center: Center) -> Balance:
    """What came, went and is left; counted from the book and the ledger. Two queries."""
    moved = BlankMovement.objects.filter(center=center).aggregate(
        received=Sum("count", filter=Q(kind=Kind.RECEIVED), default=0),
        spoiled=Sum("count", filter=Q(kind=Kind.SPOILED), default=0),
        destroyed=Sum("count", filter=Q(kind=Kind.DESTROYED), default=0),
        difference=Sum("difference", default=0),
    )
    on_blanks = Print.objects.filter(certificate__center=center, on_blank=True)
    spoiled = Q(state=Print.State.SPOILED)
    used = on_blanks.aggregate(printed=Count("pk", filter=~spoiled), spoiled=Count("pk", filter=spoiled))
    return Balance(
        received=moved["received"], difference=moved["difference"], printed=used["printed"],
        spoiled=moved["spoiled"] + used["spoiled"], destroyed=moved["destroyed"], left=left(center),
    )  # fmt: skip


def left(center: Center) -> int:
    """How many blanks the centre has."""
    return BlankStock.objects.filter(center=center).values_list("left", flat=True).first() or 0


@transaction.atomic
@enforces("4.5")
def use(center: Center, count: int) -> None:
    """Take blanks for printing. Raises Refused with the numbers when there are too few; tells when the stock runs low."""
    stock = BlankStock.objects.select_for_update().filter(center=center).first()
    refuse_on(rules.use_blockers(count, stock.left if stock else 0))
    if stock is None:  # nothing is needed and nothing is kept
        return
    low, before = policy.of(center).blank_stock_low, stock.left
    stock.left -= count
    stock.save(update_fields=["left"])
    if stock.left < low <= before:
        to = [*holders(Role.CERTIFIER, center=center), *holders(Role.DIRECTOR, center=center)]
        notify(NoticeKind.BLANKS_LOW, to=to, subject=stock, url=reverse("blanks:list"), left=stock.left, low=low)


@transaction.atomic
@enforces("4.5")
def receive(
    center: Center, *, by: Actor, day: datetime.date, count: int | None = None, first_number: str = "", last_number: str = "",
    supplier: str = "", signed_by: str,
) -> BlankMovement:  # fmt: skip
    """Blanks came in: so many, or from one number to another. Raises Refused with all that does not agree."""
    stock = _locked(center, by)
    first, last = first_number.strip().upper(), last_number.strip().upper()
    refuse_on(rules.receipt_blockers(count, first, last, _spans(center) if first else ()))
    found = rules.span(first, last)
    many = found.count if found else count or 0
    return _book(
        stock, Kind.RECEIVED, by=by, change=many, day=day, count=many, first_number=first, last_number=last,
        supplier=supplier.strip(), signed_by=signed_by.strip(),
    )  # fmt: skip


@transaction.atomic
@enforces("4.5")
def spoil(center: Center, *, by: Actor, day: datetime.date, count: int, reason: str) -> BlankMovement:
    """Blanks were spoiled before a certificate was on them, by a test sheet or damp. Raises Refused."""
    stock = _locked(center, by)
    refuse_on(rules.spoil_blockers(count, stock.left))
    return _book(stock, Kind.SPOILED, by=by, change=-count, day=day, count=count, reason=reason.strip())


@transaction.atomic
@enforces("4.5")
def destroy(center: Center, *, by: Actor, day: datetime.date, count: int, witness: User, reason: str) -> BlankMovement:
    """Spoiled sheets were destroyed by two people. Raises Refused."""
    stock = _locked(center, by)
    same = witness == by.user
    refuse_on(rules.destruction_blockers(count, balance(center), same_person=same))
    return _book(
        stock, Kind.DESTROYED, by=by, change=0, day=day, count=count, witness=witness, reason=reason.strip()
    )  # fmt: skip


@transaction.atomic
@enforces("4.5")
def take_stock(center: Center, *, by: Actor, day: datetime.date, counted: int, reason: str = "") -> BlankMovement:
    """The blanks were counted; the book follows, a difference needs its reason. Raises Refused."""
    stock = _locked(center, by)
    refuse_on(rules.counting_blockers(counted, stock.left, reason))
    difference = counted - stock.left
    return _book(
        stock, Kind.COUNTED, by=by, change=difference, day=day, count=counted, difference=difference, reason=reason.strip()
    )  # fmt: skip


def _locked(center: Center, by: Actor) -> BlankStock:
    require(by, "stock.edit")
    if by.center != center:
        refuse_on([Blocker("只能登记本中心的空白证书。")])
    BlankStock.objects.get_or_create(center=center)
    return BlankStock.objects.select_for_update().get(center=center)


def _spans(center: Center) -> list[Span]:
    """The numbers of all blanks that came in by number."""
    rows = BlankMovement.objects.filter(center=center, kind=Kind.RECEIVED).exclude(first_number="")
    found = (rules.span(first, last) for first, last in rows.values_list("first_number", "last_number"))
    return [each for each in found if each]


def _book(stock: BlankStock, kind: BlankMovement.Kind, *, by: Actor, change: int, **values: Any) -> BlankMovement:
    made = BlankMovement.objects.create(
        center=stock.center, kind=kind, made_by=by.user_required, made_at=clock.now(), **values
    )  # fmt: skip
    before = stock.left
    stock.left += change
    stock.save(update_fields=["left"])
    trace(
        by=by, verb="stock.edit", label=kind.label, subject=stock, ground=made.reason,
        before={"结存": before}, after={"结存": stock.left, "份数": made.count},
    )  # fmt: skip
    return made
