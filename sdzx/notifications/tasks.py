"""Mail for notices: claimed by conditional update, so that two workers never send the same one twice."""

import datetime

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q

from sdzx import clock
from sdzx.notifications.models import Notice

BATCH = 200
ATTEMPTS = 5
CLAIM_LASTS = datetime.timedelta(minutes=10)


@shared_task
def deliver_pending() -> int:
    """Send what is queued; how many went out. What fails is tried again, five times in all."""
    sent = 0
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=clock.now() - CLAIM_LASTS)
    pending = Notice.objects.filter(free, delivery=Notice.Delivery.PENDING).order_by("id")
    for pk in list(pending.values_list("pk", flat=True)[:BATCH]):
        if Notice.objects.filter(free, pk=pk, delivery=Notice.Delivery.PENDING).update(claimed_at=clock.now()):
            sent += deliver(Notice.objects.select_related("recipient").get(pk=pk))
    return sent


def deliver(notice: Notice) -> int:
    """Send one notice; 1 when it went out."""
    link = f"\n\n{settings.BASE_URL}{notice.url}" if notice.url else ""
    notice.attempts += 1
    try:
        send_mail(notice.title, notice.body + link, None, [notice.recipient.email])
        notice.delivery = Notice.Delivery.SENT
    except OSError:
        notice.delivery = Notice.Delivery.FAILED if notice.attempts >= ATTEMPTS else Notice.Delivery.PENDING
        notice.claimed_at = None
    notice.save(update_fields=["delivery", "attempts", "claimed_at"])
    return int(notice.delivery == Notice.Delivery.SENT)
