"""The announced years that come with the portal, as data files in the shape of the public holiday-cn project."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path

from sdzx.workdays.parse import Arranged

_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class SeededYear:
    """One State Council notice."""

    year: int
    source_title: str
    source_url: str
    notice_date: datetime.date
    days: tuple[Arranged, ...]


def seeded_years() -> list[SeededYear]:
    """Every data file, in the order of the years."""
    return [_read(path) for path in sorted(_FOLDER.glob("*.json"))]


def _read(path: Path) -> SeededYear:
    held = json.loads(path.read_text(encoding="utf-8"))
    return SeededYear(
        year=held["year"],
        source_title=held["source_title"],
        source_url=held["source_url"],
        notice_date=datetime.date.fromisoformat(held["notice_date"]),
        days=tuple(
            Arranged(datetime.date.fromisoformat(day["date"]), day["isOffDay"], day["name"]) for day in held["days"]
        ),
    )
