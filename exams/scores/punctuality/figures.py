"""How punctually sites hand in scores and papers: counted from the score sheets, by site and year (4.4)."""

import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone

from exams.scores.models import ScoreSheet, SheetReturn
from sdzx import clock
from sites.registry.models import Site


def of_sites(sites: QuerySet[Site], year: int) -> QuerySet[Site]:
    """The sites that held sessions in that year, with `held`, `handed_in`, `on_time`, `late`, `late_total` (working days),
    `overdue` (not handed in, the day past), `extended` and `returned` (sent back at least once): one query."""
    first, last = (datetime.datetime(each, 1, 1, tzinfo=timezone.get_current_timezone()) for each in (year, year + 1))
    held = sites.filter(sessions__ended_at__gte=first, sessions__ended_at__lt=last, sessions__score_sheet__isnull=False)
    return held.annotate(**_counts("sessions__score_sheet__", "sessions__"))


def of_site(site: Site) -> list[dict[str, Any]]:
    """The same figures of one site, a row a year, the newest first."""
    sheets = ScoreSheet.objects.filter(session__site=site, session__ended_at__isnull=False)
    by_year: Any = sheets.annotate(year=ExtractYear("session__ended_at")).values("year")
    return list(by_year.annotate(**_counts("", "session__")).order_by("-year"))


def sheets_of(site: Site, year: int) -> QuerySet[ScoreSheet]:
    """The sheets behind the figures, the newest first; `was_returned` says that one was sent back."""
    held = ScoreSheet.objects.filter(session__site=site, session__ended_at__year=year)
    returned = Exists(SheetReturn.objects.filter(sheet=OuterRef("pk")))
    return held.select_related("session__project").annotate(was_returned=returned).order_by("-session__ended_at")


def _counts(sheet: str, session: str) -> dict[str, Any]:
    waiting = Q(**{f"{sheet}submitted_at__isnull": True})
    late = Q(**{f"{sheet}late_days__gt": 0})
    returned = Q(**{f"{sheet}pk__in": SheetReturn.objects.values("sheet")})  # not Exists: looked up once, not per sheet
    key = f"{sheet}pk"
    return {
        "held": Count(key),
        "handed_in": Count(key, filter=~waiting),
        "on_time": Count(key, filter=~waiting & ~late),
        "late": Count(key, filter=late),
        "late_total": Coalesce(Sum(f"{sheet}late_days"), 0),
        "overdue": Count(key, filter=waiting & Q(**{f"{session}scores_due__lt": clock.today()})),
        "extended": Count(key, filter=Q(**{f"{session}scores_extended_to__isnull": False})),
        "returned": Count(key, filter=returned),
    }
