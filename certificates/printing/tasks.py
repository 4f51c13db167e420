"""Printing in the worker: a chunk a task, so that batches of several centres go on side by side."""

import datetime

from celery import shared_task

from certificates.printing import chunks
from certificates.printing.models import PrintBatch
from sdzx import clock

FORGOTTEN = datetime.timedelta(minutes=10)


@shared_task
def print_chunk(batch_id: int) -> bool:
    """Print the next chunk of a batch and order the one after it; whether there is one."""
    more = chunks.print_next(batch_id)
    if more:
        queue(batch_id)
    return more


@shared_task
def resume() -> int:
    """Scheduled: order the next chunk of every batch that is being printed; how many. A lost message or a killed worker
    is made good for; where a worker is at it, the second one finds the chunk done."""
    standing = PrintBatch.objects.filter(status=PrintBatch.Status.PRINTING, status_at__lt=clock.now() - FORGOTTEN)
    found = list(standing.order_by("pk").values_list("pk", flat=True))
    for batch_id in found:
        queue(batch_id)
    return len(found)


def queue(batch_id: int) -> None:
    """Hand over to the worker; when the queue is away, the schedule does it within minutes."""
    try:
        print_chunk.delay(batch_id)
    except print_chunk.OperationalError:
        return
