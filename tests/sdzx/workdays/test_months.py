"""The year as a picture."""

from datetime import date

from sdzx.workdays.months import months
from sdzx.workdays.parse import Arranged

DAYS = [Arranged(date(2027, 10, 1), True, "国庆节"), Arranged(date(2027, 9, 26), False, "国庆节")]


def cells(month):
    return {cell.day.day: cell for week in month.weeks for cell in week if cell}


def test_twelve_months_with_marks():
    shown = months(2027, DAYS, changed=[date(2027, 10, 1)])
    assert [month.title for month in shown] == [f"2027年{number}月" for number in range(1, 13)]
    september, october = cells(shown[8]), cells(shown[9])
    assert [(september[day].kind, september[day].mark, september[day].said) for day in (24, 25, 26)] == [
        ("plain", "", ""),
        ("weekend", "", ""),
        ("work", "班", "国庆节调休上班"),
    ]
    assert (october[1].mark, october[1].said, october[1].changed, october[2].changed) == (
        "休",
        "国庆节放假",
        True,
        False,
    )
    assert shown[9].weeks[0][:4] == (None, None, None, None)


def test_the_december_before_stands_first_when_days_are_arranged_in_it():
    shown = months(2027, [Arranged(date(2026, 12, 31), True, "元旦")])
    assert (len(shown), shown[0].title, cells(shown[0])[31].mark) == (13, "2026年12月", "休")
