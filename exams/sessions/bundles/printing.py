"""Printing a bundle in the worker: groups of tickets laid out as one document each, progress counted, one PDF kept (3.3)."""

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pikepdf
from django.db import transaction
from django.db.models import QuerySet

from exams.announcements.models import AnnouncementItem
from exams.sessions import documents
from exams.sessions.bundles.models import TicketBundle
from exams.sessions.models import Seat, Session
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Organization
from sdzx.accounts.roles import Role
from sdzx.documents.errors import UnprintableText
from sdzx.files.models import StoredFile
from sdzx.files.services import erase, store

KIND = "sessions.tickets"
GROUP = 25  # tickets that are laid out at a time
KEPT = datetime.timedelta(days=7)


def print_bundle(bundle_id: int) -> bool:
    """Print a bundle; whether there was anything to do. Run twice it prints once; a killed worker's is begun again."""
    bundle = TicketBundle.objects.select_related("membership__user", "membership__center", "membership__organization",
        "session", "item", "unit").get(pk=bundle_id)  # fmt: skip
    if bundle.finished_at is not None:
        return False
    by = Actor.of(bundle.membership)
    seats = seats_of(by, session=bundle.session, item=bundle.item, unit=bundle.unit).select_related(
        *documents.TICKET_RELATED
    )
    parts, done = [], 0
    try:
        for group in chunks(seats.iterator(chunk_size=200), GROUP):
            parts.append(documents.tickets(group))
            done += len(group)
            TicketBundle.objects.filter(pk=bundle.pk, total__gte=done).update(done=done)
    except UnprintableText as refusal:
        return _finished(bundle, failure=str(refusal))
    if not parts:  # the sessions were called off meanwhile
        return _finished(bundle, failure="场次已取消或改期，没有可以打印的准考证。")
    return _printed(bundle, joined(parts), by)


@transaction.atomic
def _printed(bundle: TicketBundle, body: bytes, by: Actor) -> bool:
    kept = store(body, name=f"{bundle}.pdf", kind=KIND, by=by)
    if _finished(bundle, document=kept):
        return True
    erase(kept)  # another worker was faster
    return False


def _finished(bundle: TicketBundle, document: StoredFile | None = None, failure: str = "") -> bool:
    unfinished = TicketBundle.objects.filter(pk=bundle.pk, finished_at=None)
    return unfinished.update(document=document, failure=failure, finished_at=clock.now()) == 1


def discard() -> int:
    """Erase what was printed a week ago, since tickets carry document numbers; how many."""
    old = TicketBundle.objects.filter(created_at__lt=clock.now() - KEPT).select_related("document")
    for bundle in old:
        with transaction.atomic():
            document = bundle.document
            bundle.delete()
            if document is not None:
                erase(document)
    return len(old)


def seats_of(
    by: Actor, *, session: Session | None = None, item: AnnouncementItem | None = None, unit: Organization | None = None
) -> QuerySet[Seat]:
    """The numbered seats that the actor may print, by session, room and seat."""
    wanted = {"session": session, "session__item": item, "registration__unit": unit}
    found = Seat.objects.filter(ticket_number__isnull=False, **{name: value for name, value in wanted.items() if value})
    if by.role != Role.REGISTRAR:  # whose unit's people may sit in sessions that they cannot see
        found = found.filter(session__in=Session.objects.visible_to(by))
    return found.order_by("session__starts_at", "session_id", "room", "seat")


def chunks(seats: Iterable[Seat], size: int) -> Iterator[list[Seat]]:
    """The seats in groups of that size."""
    source = iter(seats)
    while group := list(islice(source, size)):
        yield group


def joined(parts: Sequence[bytes]) -> bytes:
    """Several PDFs as one, what they share kept once."""
    target, whole = io.BytesIO(), pikepdf.new()
    opened = [pikepdf.open(io.BytesIO(body)) for body in parts]
    for part in opened:
        whole.pages.extend(part.pages)
    whole.save(target, static_id=True)
    for part in opened:
        part.close()
    return target.getvalue()
