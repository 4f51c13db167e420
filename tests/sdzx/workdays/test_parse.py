"""Pasted arrangements: lines as people have them, each fault with its line."""

from datetime import date

from sdzx.workdays.parse import Arranged, parse_days


def test_parse_days_separators_and_headings():
    text = "日期,节日,安排\n2027-01-01,元旦,休\n2027年2月7日\t春节\t班\n\n2026/12/31，元旦，放假\n"
    assert parse_days(text, 2027) == (
        [
            Arranged(date(2026, 12, 31), True, "元旦"),
            Arranged(date(2027, 1, 1), True, "元旦"),
            Arranged(date(2027, 2, 7), False, "春节"),
        ],
        [],
    )


def test_parse_days_faults():
    lines = ["2027-02-30,春节,休", "2027-01-01,元旦", "2026-11-30,元旦,休", "2027-01-01,元旦,休", "2027-01-01,元旦,班"]
    assert parse_days("\n".join([*lines, f"2027-03-01,{'长' * 21},休"]), 2027) == (
        [Arranged(date(2027, 1, 1), True, "元旦")],
        [
            "第1行：“2027-02-30”不是有效的日期。",
            "第2行：应为“日期,节日,休”或“日期,节日,班”。",
            "第3行：2026-11-30不在2027年，也不在上一年12月。",
            "第5行：2027-01-01重复。",
            "第6行：节日名称不能超过20个字。",
        ],
    )
