"""Which sites are due for an inspection."""

import datetime

from django.db.models import Count, F, Max, Q, QuerySet

from sdzx import policy
from sdzx.accounts.actors import Actor
from sites.registry.models import Site

YEAR = datetime.timedelta(days=365)


def overdue_sites(actor: Actor, day: datetime.date) -> QuerySet[Site]:
    """Active sites, public for a year, inspected less often in the last year than the centre's policy asks; one query.

    Each has `inspected` (times within the year) and `last_on`. Nobody's without a centre.
    """
    if actor.center is None:
        return Site.objects.none()
    since = day - YEAR
    within = Q(inspections__carried_out_on__gte=since)
    known = Site.objects.visible_to(actor).active().filter(publication__issued_on__lte=since)
    counted = known.annotate(inspected=Count("inspections", filter=within), last_on=Max("inspections__carried_out_on"))
    least = policy.of(actor.center).inspections_per_year
    return counted.filter(inspected__lt=least).order_by(F("last_on").asc(nulls_first=True), "code")
