import datetime

from django.forms import Form, formset_factory

from sdzx.ui.inputs import day_field, filled_rows, moment_field, text_field


class RowForm(Form):
    day = day_field("日期")
    at = moment_field("时间")
    note = text_field("说明", rows=2, required=False)


def test_days_and_moments_are_written_as_the_browser_wants_them():
    html = str(RowForm(initial={"day": datetime.date(2026, 3, 4), "at": datetime.datetime(2026, 3, 4, 9, 30, 5)}))  # noqa: DTZ001

    assert 'type="date" name="day" value="2026-03-04"' in html
    assert 'type="datetime-local" name="at" value="2026-03-04T09:30"' in html


def test_empty_and_removed_rows_are_left_out():
    rows = formset_factory(RowForm, extra=3, can_delete=True)
    values = {"rows-TOTAL_FORMS": "3", "rows-INITIAL_FORMS": "0"}
    for number in (0, 1):
        values |= {f"rows-{number}-day": "2026-03-04", f"rows-{number}-at": "2026-03-04T09:30"}
    formset = rows(values | {"rows-1-DELETE": "on"}, prefix="rows")

    assert formset.is_valid()
    assert [row["day"] for row in filled_rows(formset)] == [datetime.date(2026, 3, 4)]
    assert [sorted(row) for row in filled_rows(formset)] == [["at", "day", "note"]]
