"""What waits for the province: a year without a calendar."""

from collections.abc import Iterable

from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.ui.parts import Waiting
from sdzx.workdays.services import missing_years


def waiting(actor: Actor) -> Iterable[Waiting]:
    """A row for each year that should be announced by now."""
    if not actor.may("calendar.amend"):
        return
    for year in missing_years(clock.today()):
        yield Waiting(
            title=f"录入{year}年工作日历",
            detail="国务院办公厅通知发布后录入；录入之前，涉及该年的期限都是暂定",
            url=reverse("workdays:amend", args=[year]),
            kind="工作日历",
        )
