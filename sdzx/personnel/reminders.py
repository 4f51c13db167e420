"""Cards about to lapse: the holder is told 60, 30 and 7 days ahead, the centre once for all cards of one last day."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from sdzx.accounts.models import Center, User
from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.personnel.models import Qualification

AHEAD = (7, 30, 60)


def remind_expiring(today: datetime.date) -> int:
    """Tell holders and centres; how many notices are new. A day missed is made up for, a day repeated adds none."""
    return sum(_tell(center, last_day, held, today) for (center, last_day), held in _lapsing(today).items())


def threshold(last_day: datetime.date, today: datetime.date) -> int:
    """Which of the announcements is due: the smallest number of days that has been reached."""
    left = (last_day - today).days
    return next(days for days in AHEAD if left <= days)


def _lapsing(today: datetime.date) -> dict[tuple[Center, datetime.date], list[Qualification]]:
    groups: dict[tuple[Center, datetime.date], list[Qualification]] = {}
    found = Qualification.objects.lapsing(today, AHEAD[-1]).select_related("person__center", "person__user")
    for each in found.order_by("person__center", "valid_to", "kind", "card_number"):
        groups.setdefault((each.person.center, each.valid_to), []).append(each)
    return groups


def _tell(center: Center, last_day: datetime.date, held: list[Qualification], today: datetime.date) -> int:
    day = last_day - datetime.timedelta(days=threshold(last_day, today))
    told = sum(
        notify(
            NoticeKind.CARD_EXPIRING,
            to=[each.person.user],
            subject=each,
            url=reverse("personnel:qualifications:record", args=[each.uid]),
            day=day,
        )
        for each in held
        if each.person.user
    )
    address = f"{reverse('personnel:list')}?status=valid&lapses_by={last_day:%Y-%m-%d}"
    return told + notify(
        NoticeKind.CARDS_EXPIRING,
        to=_keepers(center),
        subject=center,
        url=address,
        day=day,
        held=held,
        last_day=last_day,
    )


def _keepers(center: Center) -> Iterator[User]:
    for role in (Role.CLERK, Role.ARRANGER):
        yield from holders(role, center=center)
