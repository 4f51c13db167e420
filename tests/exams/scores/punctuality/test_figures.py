"""Counting how punctual sites are."""

import datetime

import pytest

from exams.scores.models import ScoreSheet
from exams.scores.punctuality import figures
from exams.sessions.models import Session
from sdzx import clock
from sites.registry.models import Site
from tests.factories import scores, sessions

pytestmark = pytest.mark.django_db
NAMES = ("held", "handed_in", "on_time", "late", "late_total", "overdue", "extended", "returned")


def ended(site=None, *, year=2026, **values):
    ends = datetime.datetime(year, 3, 16, 4, tzinfo=datetime.UTC)
    given = {
        "starts_at": ends - datetime.timedelta(hours=2),
        "ended_at": ends,
        "scores_due": datetime.date(year, 3, 19),
    }
    return sessions.session(Session.Status.ENDED, candidates=1, **({"at": site} if site else {}), **{**given, **values})


@pytest.fixture
def site():
    first = ended()
    here = first.site
    scores.sheet(of=first)
    scores.sheet(ScoreSheet.Status.SUBMITTED, of=ended(here))
    late = scores.sheet(ScoreSheet.Status.SUBMITTED, of=ended(here), late_days=2)
    for ground in ("一", "二"):
        late.returns.create(ground=ground, returned_by=late.entered_by)
    scores.sheet(ScoreSheet.Status.SUBMITTED, of=ended(here), late_days=3)
    day = datetime.date(2026, 4, 1)
    scores.sheet(of=ended(here, scores_due=day, scores_extended_to=day))
    scores.sheet(ScoreSheet.Status.SUBMITTED, of=ended(here, year=2025), late_days=1)
    return here


@pytest.mark.clause("4.4")
def test_of_sites_counts_a_year(site):
    scores.sheet(of=ended())
    with clock.at(datetime.datetime(2026, 3, 20, 1, tzinfo=datetime.UTC)):
        found = {each.pk: each for each in figures.of_sites(Site.objects.all(), 2026)}
    assert [getattr(found[site.pk], name) for name in NAMES] == [5, 3, 1, 2, 5, 1, 1, 1]
    assert len(found) == 2


def test_of_site_a_row_a_year(site):
    with clock.at(datetime.datetime(2026, 3, 20, 1, tzinfo=datetime.UTC)):
        rows = figures.of_site(site)
    assert [[row["year"], *(row[name] for name in NAMES)] for row in rows] == [
        [2026, 5, 3, 1, 2, 5, 1, 1, 1],
        [2025, 1, 1, 0, 1, 1, 0, 0, 0],
    ]


def test_sheets_of_a_year(site):
    found = list(figures.sheets_of(site, 2026))
    assert (len(found), sum(sheet.was_returned for sheet in found)) == (5, 1)
