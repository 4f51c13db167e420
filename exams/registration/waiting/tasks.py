"""Scheduled: what time demands of the waiting lists."""

from celery import shared_task

from exams.registration.waiting import services


@shared_task
def turn(item_id: int) -> int:
    """One batch's list; run twice it does nothing twice."""
    return services.turn(item_id)


@shared_task
def sweep() -> int:
    """Every list that has something to do, each in a transaction of its own; how many."""
    found = services.due()
    for item_id in found:
        turn.delay(item_id)
    return len(found)
