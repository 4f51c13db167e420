"""The worker's part of review: batches take effect when their undo time is over."""

from celery import shared_task

from exams.registration.review import carrying
from exams.registration.review.models import ReviewBatch
from sdzx import clock


@shared_task
def carry_out_batch(batch_id: int) -> bool:
    """Let one batch take effect; before its time, and run twice, it does nothing."""
    return carrying.carry_out(batch_id)


@shared_task
def carry_out_due() -> int:
    """Scheduled: every batch whose time is over, whatever became of its own message; how many."""
    due = ReviewBatch.objects.filter(status=ReviewBatch.Status.PENDING, takes_effect_at__lte=clock.now())
    return sum(carrying.carry_out(each) for each in due.order_by("pk").values_list("pk", flat=True))
