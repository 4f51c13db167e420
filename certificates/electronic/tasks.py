"""Electronic certificates are made in the worker, some hundreds a run; run twice it makes none twice."""

import logging

from celery import shared_task
from django.db.models import Exists, OuterRef

from certificates.electronic import services
from certificates.electronic.models import ElectronicCertificate
from certificates.electronic.rules import standing_blockers
from certificates.issuing.models import Certificate
from sdzx.accounts.actors import SYSTEM
from sdzx.documents import signing
from sdzx.documents.stamping import NoStamp
from sdzx.workflow import Refused

logger = logging.getLogger(__name__)
A_RUN = 200


@shared_task
def make_missing() -> int:
    """Sign those that have none, the newest first; how many. What cannot be printed is passed over: the record says why."""
    if not signing.configured():
        return 0
    made = 0
    has_one = ElectronicCertificate.objects.filter(certificate=OuterRef("pk"))
    waiting = Certificate.objects.standing().exclude(photo=None).exclude(Exists(has_one)).order_by("-id")
    for certificate in waiting.select_related("center", "photo").iterator():
        if made == A_RUN:
            break
        if standing_blockers(certificate):
            continue
        try:
            services.make(certificate, by=SYSTEM)
            made += 1
        except NoStamp:
            logger.warning("the time-stamp authority does not answer; the rest waits for the next run")
            break
        except Refused as refusal:
            logger.warning("no electronic certificate for %s: %s", certificate.number, refusal)
    return made
