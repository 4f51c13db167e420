"""Telling people: `notify()` writes to the inbox inside the act's transaction; mail goes out after the commit."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.template.loader import get_template, render_to_string

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Membership, Organization, User
from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.models import Notice


def notify(
    kind: NoticeKind,
    *,
    to: Iterable[User],
    subject: models.Model,
    url: str = "",
    day: datetime.date | None = None,
    **facts: Any,
) -> int:
    """Tell each person once for this kind, subject and day; how many notices are new.

    `templates/notifications/<kind>.txt` gives title (first line) and body from `subject` and `facts`. Mail is queued for
    those with an address.
    """
    people = {person.pk: person for person in to if person.is_active}
    if not people:
        return 0
    text = render_to_string(f"notifications/{kind.value}.txt", {"subject": subject, **facts}).strip()
    made = [_notice(kind, person, subject, text, url=url, day=day or clock.today()) for person in people.values()]
    before = Notice.objects.count_for(kind.value, subject)
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    new = Notice.objects.count_for(kind.value, subject) - before
    if new:
        transaction.on_commit(send_soon)
    return new


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice of many: to whom, about what, and the address of its page."""

    to: User
    subject: models.Model
    url: str = ""


def notify_each(kind: NoticeKind, letters: Iterable[Letter], *, batch: int = 1000, **facts: Any) -> int:
    """`notify()` to hundreds of people, each about a subject of their own, in a query for every `batch` of them.

    How many notices there are to send; one that was sent before today is not sent again.
    """
    template = get_template(f"notifications/{kind.value}.txt")
    made = []
    for letter in letters:
        if letter.to.is_active:
            text = template.render({"subject": letter.subject, **facts}).strip()
            made.append(_notice(kind, letter.to, letter.subject, text, url=letter.url, day=clock.today()))
    Notice.objects.bulk_create(made, ignore_conflicts=True, batch_size=batch)
    if made:
        transaction.on_commit(send_soon)
    return len(made)


def _notice(
    kind: NoticeKind, person: User, subject: models.Model, text: str, *, url: str, day: datetime.date
) -> Notice:
    title, _, body = text.partition("\n")
    return Notice(
        kind=kind.value,
        recipient=person,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        day=day,
        title=title.strip()[:150],
        body=body.strip(),
        url=url,
        delivery=Notice.Delivery.PENDING if person.email else Notice.Delivery.NONE,
    )


def send_soon() -> None:
    """Ask the worker to send the mail; when the queue is away, the schedule does it within two minutes."""
    from sdzx.notifications.tasks import deliver_pending

    try:
        deliver_pending.delay()
    except deliver_pending.OperationalError:
        return


def holders(role: Role, *, center: Center | None = None, organization: Organization | None = None) -> list[User]:
    """Who holds a role now, in a centre or an organisation."""
    found = Membership.objects.filter(role=role, is_active=True, user__is_active=True).select_related("user")
    if center is not None:
        found = found.filter(center=center)
    if organization is not None:
        found = found.filter(organization=organization)
    return [membership.user for membership in found]


def mark_read(*, by: Actor, notice: Notice) -> None:
    """The recipient has seen it."""
    Notice.objects.filter(pk=notice.pk, recipient=by.user, read_at__isnull=True).update(read_at=clock.now())


def mark_all_read(*, by: Actor) -> None:
    """The recipient has seen them all."""
    Notice.objects.filter(recipient=by.user, read_at__isnull=True).update(read_at=clock.now())


def unread(actor: Actor) -> int:
    """How many notices the person has not seen."""
    return Notice.objects.visible_to(actor).filter(read_at__isnull=True).count()
