"""Sites whose authorisations end are told once, in time to apply for a renewal (2.4, 3.3)."""

import datetime

from django.urls import reverse

from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sites.registry.changes.selectors import ending


def remind_expiring(today: datetime.date) -> int:
    """How many notices are new: each end of a site's authorisations is told once, however often this runs."""
    told = 0
    for center in Center.objects.filter(kind=Center.Kind.CITY):
        for site, last_day, held in ending(today, center):
            told += notify(
                NoticeKind.AUTHORISATION_EXPIRING,
                to=holders(Role.SITE, organization=site.organization),
                subject=site,
                url=reverse("registry:renewal", args=[site.uid]),
                day=last_day,
                last_day=last_day,
                projects=[each.project.name for each in held],
            )
    return told
