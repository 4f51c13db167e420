"""What the rules leave to each centre, as settings with defaults: `policy.of(center).pass_mark`."""

import datetime
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Protocol


class HasPolicy(Protocol):
    """A centre: the values that differ from the defaults."""

    policy: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Policy:
    """Numbers that the regulation does not fix. Days are working days unless the name says otherwise."""

    pass_mark: Decimal = Decimal(60)
    full_mark: Decimal = Decimal(100)
    minimum_age: int = 16
    panel_size: int = 3
    examiners_per_session: int = 3
    site_validity_years: int = 3
    acceptance_days: int = 5
    evaluation_days: int = 20
    archive_days: int = 30
    retention_years: int = 2
    video_retention_months: int = 6
    disposal_waiting_days: int = 10
    ticket_arrival_minutes: int = 30
    photo_width: int = 295
    photo_height: int = 413
    assignment_answer_days: int = 2
    appeal_days: int = 10
    question_set_rest_days: int = 90
    paper_release_minutes: int = 30
    opening_hours: int = 2

    def cutoff(self, day: datetime.date) -> datetime.date:
        """The latest birthday of somebody who is old enough on that day."""
        return datetime.date(day.year - self.minimum_age, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


_TYPES = {field.name: field.type for field in fields(Policy)}
# The regulation's own minimum (5.2): a centre may keep longer, never shorter.
FLOORS: dict[str, int] = {
    "retention_years": 2,
    "video_retention_months": 6,
    "panel_size": 3,
    "examiners_per_session": 1,
}


def of(center: HasPolicy) -> Policy:
    """The centre's policy: its own values over the defaults, never below the regulation's floors."""
    values: dict[str, Any] = {}
    for name, value in center.policy.items():
        if name in _TYPES:
            typed = Decimal(str(value)) if _TYPES[name] in (Decimal, "Decimal") else int(value)
            values[name] = max(typed, FLOORS[name]) if name in FLOORS else typed
    return Policy(**values)
