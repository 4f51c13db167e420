"""An offer of a place, told by short message as well: it runs out within hours, and an inbox is not looked at every hour (3.2)."""

from collections.abc import Sequence

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from exams.registration.models import Registration
from exams.registration.people import people_of
from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.accounts.models import User
from sdzx.audit.services import record as trace
from sdzx.identifiers import is_mobile
from sdzx.notifications import direct
from sdzx.ui import words

CLAIM_SECONDS = 7 * 24 * 3600  # longer than any offer stands


@shared_task(autoretry_for=(direct.Undelivered,), max_retries=5, retry_backoff=30)
def text_offers(keys: Sequence[int]) -> int:
    """One message for each registration; how many went out. Run twice each is sent once; what was not taken is tried again."""
    failed: direct.Undelivered | None = None
    sent = 0
    for key in keys:
        try:
            sent += text_offer(key)
        except direct.Undelivered as error:
            failed = error
    if failed is not None:
        raise failed
    return sent


def send_soon(keys: Sequence[int]) -> None:
    """Ask the worker; when the queue is away the notice in the inbox and the mail stand alone."""
    try:
        text_offers.delay(list(keys))
    except text_offers.OperationalError:
        return


def text_offer(key: int) -> int:
    """Send it to the candidate, for a unit's to its registrars; how many went out. Once for each offer.

    Nothing is sent once the offer was answered or has run out. Raises Undelivered.
    """
    related = Registration.objects.select_related("user", "unit", "project", "center")
    record = related.filter(pk=key, status=Registration.Status.OFFERED, offered_until__gt=clock.now()).first()
    if record is None:
        return 0
    sent = sum(_text(record, person) for person in people_of(record) if is_mobile(person.phone))
    if sent:
        after = {"方式": direct.Channel.SMS.label, "人数": sent}
        with transaction.atomic():
            trace(by=SYSTEM, verb="registration.text", label="短信告知递补", subject=record, after=after)
    return sent


def _text(record: Registration, person: User) -> bool:
    """Claimed before it is sent, so that two workers never send twice; given free when it is not taken."""
    claim = f"registration/offer/{record.pk}/{record.offered_until:%Y%m%d%H%M%S}/{person.pk}"
    if not cache.add(claim, True, CLAIM_SECONDS):
        return False
    try:
        direct.send(direct.Channel.SMS, person.phone, message(record), subject="递补通知")
    except direct.Undelivered:
        cache.delete(claim)
        raise
    return True


def message(record: Registration) -> str:
    """What is offered, until when, where to answer; no name, no number of a document."""
    page = f"{settings.BASE_URL}{reverse('registration:record', args=[record.uid])}"
    return (
        f"您候补的“{record.project.name}”有名额空出，已为您保留，请在{words.moment(record.offered_until)}前打开报名页面"
        f"确认递补：{page}。逾期没有确认的，名额让给后面的人。{record.center.name}"
    )
