"""The site's preparation: the notice sent, acknowledged, ticked item by item, reported ready (4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from exams.sessions import documents, rules
from exams.sessions.models import Preparation, PreparationItem, Session
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record
from sdzx.clauses import enforces
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt, store
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workflow import Refused, advance, locked, refuse_on

NOTICE = "session.notice"
PHOTO = "preparation.photo"


@dataclass(frozen=True, slots=True)
class Tick:
    """What the site says of one item: ready or not (None: not said yet), a note, a photo."""

    ready: bool | None
    note: str = ""
    photo: StoredFile | None = None


@enforces("4.2")
def send(session: Session, *, by: Actor) -> Preparation:
    """Make the notice from the specification's requirements and send it to the site, as part of publication."""
    made = Preparation.objects.create(session=session)
    count = session.seats.count()
    PreparationItem.objects.bulk_create([
        PreparationItem(
            preparation=made, kind=row.kind, name=row.name, spec=row.spec, unit=row.unit,
            quantity=Decimal(row.quantity) * (count if row.per_candidate else 1),
        )
        for row in session.specification.requirements.all()
    ])  # fmt: skip
    record(by=by, verb="preparation.send", label="发出准备通知单", subject=made, after={"items": made.items.count()})
    _print_and_tell(made, by=by)
    return made


def restart(session: Session, *, by: Actor, new_site: bool) -> Preparation:
    """After a move: a new site gets its own notice, the same one confirms every item again."""
    held = session.preparation
    if new_site:
        held.delete()
        session.refresh_from_db()
        return send(session, by=by)
    held.items.update(ready=None)
    if held.status == Preparation.Status.READY:
        advance(held, "reopen", by=by, ground="场次改期")
    held.session = session
    _print_and_tell(held, by=by)
    return held


def _print_and_tell(preparation: Preparation, *, by: Actor) -> None:
    session = preparation.session
    body = documents.preparation_notice(preparation)
    preparation.notice = store(body, name=f"考核准备通知单{session.number}.pdf", kind=NOTICE, by=by)
    preparation.save(update_fields=["notice"])
    people = holders(Role.SITE, organization=session.site.organization)
    url = reverse("sessions:preparations:record", args=[preparation.uid])
    notify(NoticeKind.PREPARATION_SENT, to=people, subject=preparation, url=url, day=session.day)


@transaction.atomic
def acknowledge(preparation: Preparation, *, by: Actor) -> Preparation:
    """The site has received the notice."""
    advance(preparation, "acknowledge", by=by)
    preparation.acknowledged_by, preparation.acknowledged_at = by.name[:50], clock.now()
    preparation.save(update_fields=["acknowledged_by", "acknowledged_at"])
    return preparation


@transaction.atomic
@enforces("4.2")
def tick(preparation: Preparation, *, by: Actor, ticks: Mapping[int, Tick]) -> Preparation:
    """Write down what the site says of its items (by primary key). Raises Refused unless it is acknowledged and open."""
    require(by, "preparation.tick", locked(preparation))
    if preparation.status != Preparation.Status.ACKNOWLEDGED:
        state = preparation.get_status_display()
        raise Refused(f"准备通知单当前为“{state}”，签收后、报告准备齐全前可以逐项确认。")
    for item in preparation.items.all():
        said = ticks.get(item.pk)
        if said is None:
            continue
        item.ready, item.note = said.ready, said.note.strip()
        if said.photo is not None and said.photo.pk != item.photo_id:
            item.photo = adopt(said.photo, kind=PHOTO, by=by)
        item.save(update_fields=["ready", "note", "photo"])
    ready = preparation.items.filter(ready=True).count()
    short = list(preparation.items.filter(ready=False).values_list("name", flat=True))
    record(by=by, verb="preparation.tick", label="逐项确认准备情况", subject=preparation,
           after={"ready": ready, "of": preparation.items.count(), "short": short})  # fmt: skip
    return preparation


@transaction.atomic
@enforces("4.2")
def report_ready(preparation: Preparation, *, by: Actor) -> Preparation:
    """Everything is there. Raises Refused naming each item that is not (4.2)."""
    locked(preparation)
    refuse_on(rules.unready(preparation.items.all()))
    advance(preparation, "report_ready", by=by)
    return preparation
