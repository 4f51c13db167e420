"""What a single print and a chunk of a batch have in common: serials, the sheet of one copy, the copies that it follows (4.5)."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from certificates.issuing import documents
from certificates.issuing.models import Certificate, Print
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.serials.services import take


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy to be made: of what, after which one, why, and whether it stands in for a lost one (补发)."""

    certificate: Certificate
    previous: Print | None
    reason: str = ""
    replacement: bool = False

    @property
    def marked(self) -> bool:
        """Whether it says 补发: a spoiled copy that said so is followed by one that says so too."""
        spoiled_before = self.previous is not None and self.previous.is_reprint
        return self.replacement or spoiled_before

    def marked_on(self, day: datetime.date) -> datetime.date | None:
        """The day beside 补发; None on a copy without it."""
        return day if self.marked else None

    def sheet(self, serial: str) -> dict[str, Any]:
        """What the press prints."""
        return documents.certificate_context(
            self.certificate, serial=serial, reprinted_on=self.marked_on(clock.today())
        )  # fmt: skip

    def entry(self, serial: str, *, by: Actor, on_blank: bool) -> Print:
        """Its row of the ledger, not saved and without a file."""
        spoiled = self.previous.spoiled_reason if self.previous else ""
        return Print(
            certificate=self.certificate, serial=serial, reason=self.reason or spoiled, is_reprint=self.marked, on_blank=on_blank,
            printed_by=by.user_required, printed_at=clock.now(),
        )  # fmt: skip


def take_serials(center: Center, count: int) -> list[str]:
    """The centre's next print serials. Others who print there wait until the transaction ends: neither gap nor repeat."""
    today = clock.today()
    numbers = take(f"print/{center.code}/{today.year}", count)
    return [f"{center.code[:4]}{today:%y}{number:07d}" for number in numbers]


def newest(certificates: Iterable[Certificate]) -> dict[int, Print]:
    """The newest copy of each, by the certificate's key; one query."""
    keys = [each.pk for each in certificates]
    found = Print.objects.filter(certificate__in=keys).order_by("certificate_id", "-id").distinct("certificate_id")
    return {each.certificate_id: each for each in found}


def supersede(copies: Sequence[Copy], made: Sequence[Print], *, by: Actor) -> None:
    """The copies before these ones point to them; one that was still good is spoiled, or replaced where it was lost."""
    changed = []
    for copy, after in zip(copies, made, strict=True):
        before = copy.previous
        if before is None:
            continue
        before.replaced_by = after
        if before.state == Print.State.PRINTED and copy.replacement:
            before.state = Print.State.REPLACED
        elif before.state == Print.State.PRINTED:
            spoil(before, by=by, reason=copy.reason)
        changed.append(before)
    save_states(changed)


def spoil(copy: Print, *, by: Actor, reason: str) -> None:
    """Set, not yet saved: the copy is spoiled."""
    copy.state, copy.spoiled_reason = Print.State.SPOILED, reason
    copy.spoiled_by, copy.spoiled_at = by.user_required, clock.now()


def save_states(copies: Sequence[Print]) -> None:
    """One query."""
    Print.objects.bulk_update(copies, ["state", "spoiled_reason", "spoiled_by", "spoiled_at", "replaced_by"])
