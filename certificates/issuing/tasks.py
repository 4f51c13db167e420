"""Batch printing in the worker: it survives a closed page, and run twice it prints nothing twice."""

import logging

from celery import shared_task

from certificates.issuing.models import Certificate
from certificates.issuing.services import print_certificate
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Membership
from sdzx.workflow import Refused

logger = logging.getLogger(__name__)


@shared_task
def print_session(session_id: int, membership_id: int) -> int:
    """Print every certificate of a session that has not been printed; how many were. What cannot be printed is skipped:
    the session's page names it with the reason."""
    by = Actor.of(Membership.objects.select_related("user", "center", "organization").get(pk=membership_id))
    waiting = Certificate.objects.filter(session_id=session_id, status=Certificate.Status.NUMBERED).order_by("sequence")
    printed = 0
    for certificate in waiting.select_related("center", "photo"):
        try:
            print_certificate(certificate, by=by)
            printed += 1
        except Refused as refusal:
            logger.warning("certificate %s not printed: %s", certificate.number, refusal)
    return printed
