"""Open appeals when the calendar is amended (4.5)."""

from django.utils import timezone

from exams.scores.appeals.models import Appeal
from exams.scores.appeals.services import days_of, url_of
from sdzx.accounts.actors import Actor
from sdzx.workdays import calendar
from sdzx.workdays.recompute import DateChange, moved


def recompute_due(by: Actor) -> list[DateChange]:
    """The days for the answer, counted anew from the day of filing."""
    open_ = Appeal.objects.select_for_update(of=("self",)).filter(status=Appeal.Status.SUBMITTED).order_by("pk")
    related = open_.select_related("score__seat__registration__center", "score__sheet__session__center")
    changes = []
    for appeal in related:
        days = days_of(appeal.score.seat.registration)
        found = calendar.add_workdays(timezone.localdate(appeal.created_at), days)
        changes += moved(appeal, "due_on", found, by=by, kind="成绩复核答复期限", url=url_of(appeal))
    return changes
