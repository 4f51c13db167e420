"""Announcing and amending a year of the calendar: the only writer of Day and Year."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workdays import calendar
from sdzx.workdays.models import Day, Edition, Year
from sdzx.workdays.parse import Arranged
from sdzx.workdays.recompute import DateChange, recomputers
from sdzx.workdays.rules import blockers
from sdzx.workflow import Blocker, Refused, refuse_on

_NOTICE_MONTH = 11


@dataclass(frozen=True, slots=True)
class Amendment:
    """What an amendment does: lines about days, the open due days that move, and all days that hold in the year then."""

    year: Year
    days: tuple[str, ...]
    deadlines: tuple[DateChange, ...]
    held: tuple[Arranged, ...] = ()


class _Rehearsed(Exception):
    def __init__(self, amendment: Amendment) -> None:
        super().__init__()
        self.amendment = amendment


@transaction.atomic
def amend_year(
    *,
    by: Actor,
    year: int,
    days: Sequence[Arranged],
    source_title: str,
    source_url: str = "",
    notice_date: datetime.date | None = None,
    ground: str = "",
) -> Amendment:
    """Announce a year or replace its days, raise its version, and recompute every open due day in one transaction.

    Raises Refused when it is not granted, when the arrangement has faults, or when a reason for amending is missing.
    """
    if not by.may("calendar.amend"):
        raise Refused(f"您当前的身份（{by.title}）不能调整工作日历。")
    refuse_on(blockers(year=year, days=days, source_title=source_title))
    calendar.lock()
    row = _locked_year(year)
    first = row.status == Year.Status.MISSING
    if not first and not ground.strip():
        raise Refused([Blocker("这一年已经公布过，请填写调整的理由。", field="ground")])
    changes = day_changes(year=year, days=days)
    before = {"version": row.version, "source": row.source_title}
    row.source_title, row.source_url, row.notice_date = source_title.strip(), source_url, notice_date
    _write(row, days, by=by, ground=ground)
    moved = _recomputed(by)
    record(
        by=by,
        verb="calendar.amend",
        label="公布工作日历" if first else "调整工作日历",
        subject=row,
        ground=ground,
        before=before,
        after={"version": row.version, "source": row.source_title, "days": list(changes), "deadlines": len(moved)},
    )
    if not first:
        _tell(row, moved)
    transaction.on_commit(calendar.forget)
    return Amendment(year=row, days=changes, deadlines=moved, held=tuple(days_of(year)))


def rehearse_year(
    *,
    by: Actor,
    year: int,
    days: Sequence[Arranged],
    source_title: str,
    source_url: str = "",
    notice_date: datetime.date | None = None,
    ground: str = "",
) -> Amendment:
    """What `amend_year` would change, for the page before the confirmation; nothing stays. Raises Refused like it."""
    try:
        with transaction.atomic():
            done = amend_year(
                by=by,
                year=year,
                days=days,
                source_title=source_title,
                source_url=source_url,
                notice_date=notice_date,
                ground=ground,
            )
            raise _Rehearsed(done)
    except _Rehearsed as rehearsed:
        return rehearsed.amendment


def missing_years(today: datetime.date) -> list[int]:
    """The years that should be announced by now and are not: this one, and from November on the next."""
    due = [today.year, today.year + 1] if today.month >= _NOTICE_MONTH else [today.year]
    announced = set(Year.objects.filter(year__in=due, status=Year.Status.ANNOUNCED).values_list("year", flat=True))
    return [year for year in due if year not in announced]


@transaction.atomic
def remind_missing(*, today: datetime.date) -> int:
    """Remind the province's officers, once a week for each year that is missing; how many notices are new."""
    monday = today - datetime.timedelta(days=today.weekday())
    officers = holders(Role.PROVINCE)
    return sum(
        notify(
            NoticeKind.CALENDAR_MISSING,
            to=officers,
            subject=Year.objects.get_or_create(year=year)[0],
            url=reverse("workdays:amend", args=[year]),
            day=monday,
        )
        for year in missing_years(today)
    )


def day_changes(*, year: int, days: Sequence[Arranged]) -> tuple[str, ...]:
    """A line for each day that the arrangement adds, changes or drops, in order."""
    stored = Day.objects.filter(notice_year=year) | Day.objects.filter(date__in=[day.date for day in days])
    return difference([Arranged(day.date, day.is_off, day.name) for day in stored], days)


def difference(before: Iterable[Arranged], after: Iterable[Arranged]) -> tuple[str, ...]:
    """«2027-01-01：按星期 → 元旦放假», a line for each day that two arrangements see differently, in order."""
    old = {day.date: _line(day.is_off, day.name) for day in before}
    new = {day.date: _line(day.is_off, day.name) for day in after}
    return tuple(
        f"{date:%Y-%m-%d}：{old.get(date, '按星期')} → {new.get(date, '按星期')}"
        for date in sorted({*old, *new})
        if old.get(date) != new.get(date)
    )


def arranged(edition: Edition) -> list[Arranged]:
    """The days that a kept edition holds."""
    return [Arranged(datetime.date.fromisoformat(date), is_off, name) for date, is_off, name in edition.days]


def _line(is_off: bool, name: str) -> str:
    return f"{name}放假" if is_off else f"{name}调休上班"


def _tell(row: Year, moved: Sequence[DateChange]) -> None:
    people = [person for role in (Role.ARRANGER, Role.CONFIRMER, Role.DIRECTOR) for person in holders(role)]
    url = reverse("workdays:record", args=[row.year])
    notify(NoticeKind.CALENDAR_AMENDED, to=people, subject=row, url=url, moved=moved)


def _locked_year(year: int) -> Year:
    Year.objects.get_or_create(year=year)
    return Year.objects.select_for_update().get(year=year)


def days_of(year: int) -> list[Arranged]:
    """The days of a year that differ from their weekday, and those that its notice arranges in the December before."""
    held = Day.objects.filter(Q(notice_year=year) | Q(date__year=year)).order_by("date")
    return [Arranged(day.date, day.is_off, day.name) for day in held]


def _write(row: Year, days: Sequence[Arranged], *, by: Actor, ground: str) -> None:
    """Replace the days of this notice, and keep the edition. Days in last December make one of last year as well."""
    row.status, row.announced_at, row.version = Year.Status.ANNOUNCED, clock.now(), row.version + 1
    row.save()
    dates = [day.date for day in days]
    dropped = Day.objects.filter(notice_year=row.year).exclude(date__in=dates)
    touches_last_year = any(date.year < row.year for date in dates) or dropped.filter(date__year=row.year - 1).exists()
    (Day.objects.filter(notice_year=row.year) | Day.objects.filter(date__in=dates)).delete()
    Day.objects.bulk_create(Day(date=day.date, is_off=day.is_off, name=day.name, notice_year=row.year) for day in days)
    _keep(row, by, ground)
    if touches_last_year:
        for last in Year.objects.select_for_update().filter(year=row.year - 1, status=Year.Status.ANNOUNCED):
            last.version += 1
            last.save(update_fields=["version"])
            _keep(last, by, f"{row.year}年的通知安排了{last.year}年12月的日期")


def _keep(row: Year, by: Actor, ground: str) -> None:
    Edition.objects.create(
        year=row, version=row.version, source_title=row.source_title, source_url=row.source_url,
        notice_date=row.notice_date, ground=ground.strip(), entered_by=by.user,
        days=[[day.date.isoformat(), day.is_off, day.name] for day in days_of(row.year)],
    )  # fmt: skip


def _recomputed(by: Actor) -> tuple[DateChange, ...]:
    with calendar.using(calendar.load()):
        return tuple(change for recomputer in recomputers.values() for change in recomputer(by))
