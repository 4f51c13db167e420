"""Which authorisations end soon (2.4, 3.3)."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from sdzx.accounts.models import Center
from sdzx.policy import of
from sites.applications.models import Application
from sites.registry.changes.rules import CLOSED
from sites.registry.models import Authorisation, Site

Ending = tuple[Site, datetime.date, list[Authorisation]]


def ending(day: datetime.date, center: Center, sites: Iterable[Site] | None = None) -> list[Ending]:
    """Of a centre's active sites with no renewal under way: (site, last day, authorisations), soonest first; one query."""
    renewing = Application.objects.filter(
        site=OuterRef("site"), kind=Application.Kind.RENEWAL, projects__project=OuterRef("project")
    ).exclude(status__in=CLOSED)
    until = day + datetime.timedelta(days=of(center).site_renewal_days)
    found = (
        Authorisation.objects.filter(
            ~Exists(renewing), site__center=center, site__status=Site.Status.ACTIVE, valid_to__range=(day, until)
        )
        .select_related("site__organization", "site__center", "project")
        .order_by("valid_to", "site__code", "project__code")
    )
    if sites is not None:
        found = found.filter(site__in=sites)
    groups: dict[tuple[int, datetime.date], Ending] = {}
    for each in found:
        groups.setdefault((each.site_id, each.valid_to), (each.site, each.valid_to, []))[2].append(each)
    return list(groups.values())
