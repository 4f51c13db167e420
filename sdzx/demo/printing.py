"""Printing in the first city: batches in every state, sheets spoiled and printed anew, the book of blanks (4.5)."""

import datetime
from collections.abc import Sequence

from certificates.issuing.models import Certificate
from certificates.printing import chunks, services
from certificates.printing.blanks import services as blanks
from certificates.printing.models import PrintBatch
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.demo.city import City
from sdzx.demo.days import on

DAY = datetime.timedelta(days=1)


def printed(city: City, certificates: Sequence[Certificate], *, after: int, jam: bool = False) -> PrintBatch:
    """A batch printed, and its sheets counted; with `jam` the first sheet is spoiled and the rest come out afterwards."""
    by, session = city.acts(Role.CERTIFIER), certificates[0].session
    with clock.at(session.ends_at + after * DAY):
        batch = _worked(_started(city, certificates))
        good = batch.made
        if jam:
            first, second = services.copies_of(batch).values_list("serial", flat=True)[:2]
            follower = services.spoil(batch, by=by, first=first, reason="打印机卡纸，证书折皱。", resume_at=second)
            _worked(follower)
            services.finish(follower, by=by, counted=1)
            good -= 1
            batch.refresh_from_db()
        services.finish(batch, by=by, counted=good)
    for each in certificates:
        each.refresh_from_db()
    return batch


def every_state(city: City, waiting: Sequence[Certificate], *, again: Certificate) -> None:
    """Of two certificates that wait: cancelled and paused, drafted; one printed again, whose sheet is to be counted."""
    by = city.acts(Role.CERTIFIER)
    first, second = waiting[:2]
    with on(-2, 10):
        services.cancel(_drafted(city, [first]), by=by, ground="选错了场次。")
        reasons = {again.number: "套印偏移，发放前发现。"}
        _worked(services.start(services.draft(by=by, first=[], again=reasons, title="重新印制1本"), by=by))
    with on(-1, 16):
        services.pause(_started(city, [first]), by=by)
        _drafted(city, [second])


def stock(city: City) -> None:
    """Two deliveries, one of them by number; what was spoiled and destroyed; a count with a difference."""
    by, witness = city.acts(Role.CERTIFIER), city.acts(Role.DIRECTOR)
    center = city.center
    with on(-60, 9):
        blanks.receive(
            center, by=by, day=clock.today(), first_number="LZ0000001", last_number="LZ0000500", supplier="山东省证照印制中心",
            signed_by=by.name,
        )  # fmt: skip
    with on(-40, 9):
        blanks.receive(
            center, by=by, day=clock.today(), count=300, supplier="山东省证照印制中心", signed_by=by.name
        )  # fmt: skip
        blanks.spoil(center, by=by, day=clock.today(), count=6, reason="校准套打时试印。")
    with on(-12, 15):
        blanks.destroy(
            center, by=by, day=clock.today(), count=5, witness=witness.user_required, reason="碎纸销毁，两人在场。"
        )  # fmt: skip
        left = blanks.left(center)
        blanks.take_stock(center, by=by, day=clock.today(), counted=left - 1, reason="包装内少1份，已告知供货单位。")


def _drafted(city: City, certificates: Sequence[Certificate]) -> PrintBatch:
    title = f"场次{certificates[0].session.number}"
    keys = [each.pk for each in certificates]
    return services.draft(by=city.acts(Role.CERTIFIER), first=keys, title=title)


def _started(city: City, certificates: Sequence[Certificate]) -> PrintBatch:
    return services.start(_drafted(city, certificates), by=city.acts(Role.CERTIFIER))


def _worked(batch: PrintBatch) -> PrintBatch:
    while chunks.print_next(batch.pk):
        continue
    batch.refresh_from_db()
    return batch
