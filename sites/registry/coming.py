"""Who expects a session at a site: candidates, units, the people dispatched."""

import datetime

from django.db.models import Q

from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sites.registry.models import Site

COMING = ("invited", "accepted")


def expecting_sessions(site: Site, moment: datetime.datetime) -> list[User]:
    """Of published sessions that have not begun: candidates with an account, their units' registrars, examiners and
    supervisors who have not declined."""
    sessions = site.sessions.filter(status="published", starts_at__gt=moment)
    candidates = sessions.values_list("seats__registration__user")
    units = sessions.values_list("seats__registration__unit")
    staff = sessions.filter(assignments__status__in=COMING).values_list("assignments__person__user")
    registrars = Q(memberships__role=Role.REGISTRAR, memberships__is_active=True, memberships__organization__in=units)
    found = User.objects.filter(Q(pk__in=candidates) | Q(pk__in=staff) | registrars)
    return list(found.distinct().order_by("pk"))
