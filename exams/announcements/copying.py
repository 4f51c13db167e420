"""A new announcement that starts from an earlier one: the same texts and batches, moved to another year."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from exams.announcements.rules import Batch, Draft
from sdzx.catalogue.rules import unusable


def for_year(former: Draft, year: int) -> tuple[Draft, list[str]]:
    """The draft, and the batches left out because their project has left the catalogue by then.

    Year and days move by as many years; the number is the new document's own and stays empty, as do the attachments.
    """
    shift = year - former.year
    kept: list[Batch] = []
    gone: list[Batch] = []
    for batch in former.items:
        moved = _moved(batch, shift)
        (gone if _unusable(moved) else kept).append(moved)
    heading = former.heading.replace(str(former.year), str(year))
    texts = {name: getattr(former, name) for name in ("kind", "eligibility", "how_to_register", "how_appraised", "contact", "phone")}  # fmt: skip
    introduction, other = (text.replace(f"{former.year}年", f"{year}年") for text in (former.introduction, former.other_matters))  # fmt: skip
    made = Draft(
        year=year, number="", heading=heading, introduction=introduction, other_matters=other, items=tuple(kept), **texts
    )  # fmt: skip
    return made, [str(batch) for batch in gone]


def _unusable(batch: Batch) -> Iterable[object]:
    return unusable(batch.project, batch.exam_to)


def _moved(batch: Batch, shift: int) -> Batch:
    return Batch(
        project=batch.project, batch=batch.batch, places=batch.places,
        eligibility=batch.eligibility, how_appraised=batch.how_appraised, contact=batch.contact,
        registration_opens=_moment(batch.registration_opens, shift),
        registration_closes=_moment(batch.registration_closes, shift),
        exam_from=_day(batch.exam_from, shift), exam_to=_day(batch.exam_to, shift),
    )  # fmt: skip


def _moment(value: datetime.datetime, shift: int) -> datetime.datetime:
    local = timezone.localtime(value)
    return timezone.make_aware(datetime.datetime.combine(_day(local.date(), shift), local.time()))


def _day(value: datetime.date, shift: int) -> datetime.date:
    """29 February becomes the 28th in a year without one."""
    try:
        return value.replace(year=value.year + shift)
    except ValueError:
        return value.replace(year=value.year + shift, day=28)
