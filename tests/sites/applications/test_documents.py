"""Annex 2 on paper (A2)."""

import datetime
from decimal import Decimal

import pytest

from sites.applications import documents
from tests.factories import sites


def test_age_turns_on_the_birthday() -> None:
    born = datetime.date(1990, 5, 2)
    assert [documents.age(born, datetime.date(2026, 5, day)) for day in (1, 2)] == [35, 36]


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (Decimal("160.00"), "160"), (Decimal("9.50"), "9.5"), (Decimal(100), "100")]
)
def test_area_without_needless_zeros(value: Decimal | None, text: str) -> None:
    assert documents.area(value) == text


def test_item_row_splits_name_and_reason() -> None:
    assert [documents.item_row("营业执照：模糊")[key] for key in ("name", "reason")] == ["营业执照", "模糊"]


@pytest.mark.django_db
@pytest.mark.clause("A2")
def test_annex2_has_every_cell() -> None:
    app = sites.complete()
    context = documents.annex2_context(app, datetime.date(2026, 3, 15))
    assert set(context) == {
        "unit", "responsible", "phone", "address", "projects", "staff", "owned", "rented", "equipment", "managers", "examiners",
        "opinion", "signed_on",
    }  # fmt: skip
    app.refresh_from_db()
    again = documents.annex2_context(app, datetime.date(2026, 3, 15))
    assert again["owned"] == {"classrooms": {"count": "2", "area": "160"}, "practice": {"count": "3", "area": "360.5"}}
    assert again["rented"]["classrooms"] == {"count": "0", "area": ""}
    assert [row["age"] for row in again["managers"]] == [41]
    assert documents.annex2_pdf(app, datetime.date(2026, 3, 15))[:5] == b"%PDF-"
