"""Print batches through the service, blanks in stock, and a centre that prints on pre-printed blanks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

from certificates.designs.compiled import compiled_for
from certificates.issuing.models import Certificate
from certificates.printing import chunks, services
from certificates.printing.blanks import services as blanks
from certificates.printing.models import PrintBatch
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from tests.factories import certificates, people


def draft(*, passed: int = 3, by: Actor | None = None, of: list[Certificate] | None = None) -> PrintBatch:
    """A batch that waits for its start."""
    made = of or certificates.numbered(passed=passed)
    by = by or people.actor(Role.CERTIFIER, made[0].center)
    return services.draft(by=by, first=[each.pk for each in made], title="场次")


@contextmanager
def worker_away() -> Iterator[None]:
    """Nobody takes the chunks that are ordered."""
    with patch("certificates.printing.tasks.print_chunk.delay"):
        yield


def printing(**values: object) -> PrintBatch:
    """Started, nothing printed yet."""
    batch = draft(**values)
    with worker_away():
        return services.start(batch, by=officer(batch))


def made(**values: object) -> PrintBatch:
    """All of it printed, to be accounted for."""
    return work(printing(**values))


def work(batch: PrintBatch) -> PrintBatch:
    """The worker does all that is ordered."""
    while chunks.print_next(batch.pk):
        pass
    batch.refresh_from_db()
    return batch


def officer(batch: PrintBatch) -> Actor:
    """A certificate officer of the batch's centre."""
    return people.actor(Role.CERTIFIER, batch.center)


def stocked(count: int = 100, center: Center | None = None) -> Center:
    """A centre with so many blanks."""
    center = center or people.center()
    by = people.actor(Role.CERTIFIER, center)
    blanks.receive(center, by=by, day=clock.today(), count=count, signed_by=by.name)
    return center


@contextmanager
def on_blanks() -> Iterator[None]:
    """Every centre prints onto pre-printed blanks."""
    overlay = lambda center, **given: replace(compiled_for(center, **given), overlay=True, art=b"")  # noqa: E731 - one expression, three places
    places = ("chunks", "single", "services")
    patches = [patch(f"certificates.printing.{name}.compiled_for", overlay) for name in places]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()
