"""What waits in the registers: cards to renew."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.personnel.models import Qualification
from sdzx.personnel.reminders import AHEAD
from sdzx.ui.parts import Waiting

KEEPERS = (Role.CLERK, Role.ARRANGER)


def waiting(actor: Actor) -> Iterator[Waiting]:
    """One row for all cards that lapse within 60 days; one query."""
    if actor.role not in KEEPERS:
        return
    until = clock.today() + datetime.timedelta(days=AHEAD[-1])
    lapsing = Qualification.objects.visible_to(actor).lapsing(clock.today(), AHEAD[-1])
    if count := lapsing.count():
        yield Waiting(
            title=f"{count}张证卡将在{AHEAD[-1]}日内到期",
            detail="核对后续期，到期未续的不能派遣",
            url=f"{reverse('personnel:list')}?status=valid&lapses_by={until:%Y-%m-%d}",
            kind="队伍登记册",
            count=count,
        )
