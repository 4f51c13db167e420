"""The whole province: what each city gets, in which order. A city is made in one transaction: wholly or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, User
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.demo import (
    announcements,
    candidates,
    catalogue,
    changes,
    complaints,
    designs,
    inspections,
    keys,
    numbers,
    office,
    oversight,
    papers,
    pool,
    results,
    rubrics,
    shortcuts,
    sites,
)
from sdzx.demo.city import SLUGS, City, acting
from sdzx.demo.days import LONG_AGO, TODAY, moment, on
from sdzx.demo.season import Season
from sdzx.workdays.services import remind_missing
from sdzx.workflow import Refused

FIRST, *OTHERS = SLUGS
HOLDING = (2, 7)  # Qingdao, Weifang: their last session has been confirmed


@dataclass(frozen=True, slots=True)
class Scale:
    """How large: `size` candidates a session, `held` when it goes to the end, `places` a batch, `crowd` candidates a batch of the smaller cities."""

    cities: int = len(SLUGS)
    size: int = 12
    held: int = 6
    places: int = 60
    crowd: int = 19


FULL = Scale()
SMALL = Scale(cities=1, size=4, held=4, places=19)


@contextmanager
def permitted() -> Iterator[None]:
    """Never in production: everybody here has the same, published password."""
    if settings.PRODUCTION:
        raise Refused("演示数据不能写入生产环境。")
    with shortcuts.in_effect():
        yield


def frame() -> None:
    """The province's officers and the catalogue, once."""
    if User.objects.filter(username="province").exists():
        return
    with permitted(), transaction.atomic():
        with on(LONG_AGO, 8):
            province = office.provincial()
            rubrics.second(province)
            inspections.second(province)
            numbers.patterns(province)
            designs.house(province)
            keys.keys(province)
        catalogue.make(province)
        remind_missing(today=TODAY)


def missing(scale: Scale) -> list[str]:
    """The codes of the cities that are still to be made, the largest first."""
    wanted = [FIRST, *OTHERS][: scale.cities]
    return [code for code in wanted if not User.objects.filter(username=f"clerk.{SLUGS[code]}").exists()]


def city(code: str, scale: Scale) -> None:
    """One city, in one transaction."""
    center = Center.objects.get(code=code)
    with permitted(), transaction.atomic():
        made = City(center, _province(), _projects(code))
        with on(LONG_AGO, 9):
            office.staff(made)
            pool.fill(made, rich=code == FIRST)
        (_rich if code == FIRST else _plain)(made, scale)


def _province() -> Actor:
    return acting(User.objects.get(username="province"), Role.PROVINCE)


def _projects(code: str) -> list[Project]:
    """Three of the catalogue for each city."""
    staying = Project.objects.usable_on(moment(0).date()).filter(withdrawn_from=None)
    usable = list(staying.order_by("code"))
    start = [FIRST, *OTHERS].index(code)
    return [usable[(start + step * 6) % len(usable)] for step in range(3)]


def _rich(made: City, scale: Scale) -> None:
    """The first city: every state of every flow."""
    with on(announcements.PUBLISHED, 16):
        rubrics.draft(made.acts(Role.DIRECTOR))
        designs.full(made)
    sites.long_ago(made)
    results.disposals(made)
    sites.publish(made, 10)
    sites.filed(made)
    sites.under_way(made)
    changes.later(made)
    announcements.annual(made, scale.places)
    announcements.revised(made)
    announcements.under_way(made)
    for project in made.projects:
        papers.usable(made, project, 2)
    papers.every_state(made)
    with on(announcements.PUBLISHED, 15):
        candidates.units(made)
    _crowds(made, scale)
    season = Season(made, size=scale.size, held=scale.held)
    season.past()
    season.waiting()
    season.now()
    season.coming()
    complaints.every_state(made)
    inspections.every_state(made)
    oversight.every_state(made)
    sites.troubles(made)


def _crowds(made: City, scale: Scale) -> None:
    first = announcements.item(made, made.projects[0], 1)
    candidates.shown(made, [first, announcements.item(made, made.projects[1], 3)])
    for number, project in enumerate(made.projects):
        candidates.crowd(made, announcements.item(made, project, 1), 2 * scale.size + 2)
        candidates.crowd(made, announcements.item(made, project, 2), 4 * scale.size + 2)
        waiting = number == 2
        count = scale.places + 5 if waiting else scale.size
        candidates.crowd(made, announcements.item(made, project, 3), count, accepted=number == 1)
    candidates.every_state(made, announcements.item(made, made.projects[2], 3))


def _plain(made: City, scale: Scale) -> None:
    """Another city: its sites, its candidates, a session behind it and one before it."""
    holds = made.seed in HOLDING
    with on(LONG_AGO, 10):
        changes.short_terms(made)
    sites.publish(made, 2, known=changes.OLD)
    sites.filed(made, known=changes.OLD)
    changes.one_of_each(made, OTHERS.index(made.center.code))
    announcements.annual(made, 60)
    with on(announcements.PUBLISHED, 15):
        candidates.units(made)
    for project in made.projects[:2]:
        for batch in (1, 2, 3):
            candidates.crowd(made, announcements.item(made, project, batch), scale.crowd, accepted=batch < 3)
    season = Season(made, size=scale.size, held=scale.held)
    if holds:
        papers.usable(made, made.projects[0], 1)
        results.confirmed(made, results.submitted(made, season.hold(0, 1, 0, moment(-24)), after=2), after=3)
    season.publish(0, 2, 0, moment(2 + made.seed % 5))
    if made.slug == "qingdao":
        with on(-2, 16):
            designs.onto_blanks(made)
