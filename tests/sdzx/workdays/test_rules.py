"""What speaks against an arrangement: all of it at once."""

from datetime import date

from sdzx.workdays.parse import Arranged
from sdzx.workdays.rules import blockers


def test_blockers_of_a_good_year():
    assert blockers(year=2027, days=[Arranged(date(2027, 1, 1), True, "元旦")], source_title="通知") == []


def test_blockers_all_at_once():
    monday = Arranged(date(2027, 1, 4), False, "元旦")
    assert [str(each) for each in blockers(year=1999, days=[monday, monday], source_title=" ")] == [
        "年份应在2000至2099之间。",
        "请填写依据的国务院办公厅通知名称。",
        "没有1999年的放假日，无法保存。",
        "2027-01-04本来就是工作日，不能再标为“班”。",
        "2027-01-04本来就是工作日，不能再标为“班”。",
        "同一天出现了两次。",
    ]
