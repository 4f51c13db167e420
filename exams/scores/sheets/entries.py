"""What entries are made of: tasks, the finest mark, marks as JSON keeps them, scans in their order."""

import io
from collections.abc import Mapping
from decimal import Decimal

import pikepdf

from exams.scores.marks import Marks
from exams.scores.models import ScoreSheet
from sdzx import policy
from sdzx.catalogue.models import SpecificationTask
from sdzx.files.media import PDF
from sdzx.files.models import StoredFile
from sdzx.files.services import content

Texts = Mapping[str, Mapping[str, str]]


def tasks_of(sheet: ScoreSheet) -> list[SpecificationTask]:
    """The tasks of the version of the specification that the session used."""
    return list(sheet.session.specification.tasks.all())


def step_of(sheet: ScoreSheet) -> Decimal:
    """The centre's smallest difference between two marks, in points."""
    return policy.of(sheet.session.center).score_step


def scans_of(sheet: ScoreSheet) -> list[StoredFile]:
    """The scans of the papers in the order that the site gave them; later ones at the end."""
    place = {pk: number for number, pk in enumerate(sheet.scan_order)}
    return sorted(sheet.scans.all(), key=lambda scan: (place.get(scan.pk, len(place)), scan.pk))


def pages_of(scan: StoredFile) -> int:
    """How many pages a scan has; a picture is one."""
    if scan.media_type != PDF:
        return 1
    with pikepdf.open(io.BytesIO(content(scan))) as document:
        return len(document.pages)


def as_numbers(texts: Texts) -> dict[int, dict[str, Decimal]]:
    """{"17": {"1": "86.5"}} → {17: {"1": Decimal("86.5")}}"""
    return {int(seat): {key: Decimal(mark) for key, mark in row.items()} for seat, row in texts.items()}


def as_texts(marks: Mapping[int, Marks]) -> dict[str, dict[str, str]]:
    """The other way round."""
    return {str(seat): {key: f"{mark:f}" for key, mark in row.items()} for seat, row in marks.items()}


def by_seat(texts: Texts) -> dict[int, Mapping[str, str]]:
    """The texts under the seat's key as a number."""
    return {int(seat): row for seat, row in texts.items()}
