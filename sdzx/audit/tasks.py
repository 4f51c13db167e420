"""Scheduled: seal the trace every hour, verify it every night."""

import logging

from celery import shared_task

from sdzx.audit import chain

logger = logging.getLogger(__name__)


@shared_task
def seal() -> int:
    """Seals what is new; how many entries that were."""
    made = chain.seal()
    return made.entries if made else 0


@shared_task
def verify() -> int:
    """Verifies the whole trace; every break is logged as an error, which operations must forward (docs/operations.md)."""
    found = chain.verify()
    for sentence in found:
        logger.error("留痕校验：%s", sentence)
    return len(found)
