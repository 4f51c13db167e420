"""Scheduled: withdrawals whose day has come. Safe to run twice."""

from celery import shared_task

from sdzx import clock
from sdzx.catalogue import services
from sdzx.catalogue.models import Project


@shared_task
def take_out_due() -> int:
    """Early every morning: mark as withdrawn what leaves the catalogue today; how many. Use is ruled by the date itself."""
    due = Project.objects.filter(status=Project.Status.LEAVING, withdrawn_from__lte=clock.today())
    return sum(services.take_out(project) for project in due)
