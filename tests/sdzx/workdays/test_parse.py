"""Pasted arrangements: tables and notices as people have them, each fault with its line."""

from datetime import date

import pytest

from sdzx.workdays.parse import Arranged, missing_names, parse_days
from sdzx.workdays.seed import seeded_years

NOTICE_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
国务院办公厅
2025年11月4日"""
NOTICE_2025 = """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。"""
NOTICE_2024 = """一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。"""


def faults(text, year=2027):
    return parse_days(text, year).problems


@pytest.mark.parametrize(("year", "text"), [(2024, NOTICE_2024), (2025, NOTICE_2025), (2026, NOTICE_2026)])
def test_notice_of_a_year_as_published(year, text):
    reading = parse_days(text, year)
    stored = next(each for each in seeded_years() if each.year == year)
    assert reading.problems == []
    assert [(day.date, day.is_off) for day in reading.days] == [(day.date, day.is_off) for day in stored.days]


def test_notice_says_what_was_passed_over_and_when_it_was_signed():
    reading = parse_days(NOTICE_2026, 2026)
    assert reading.notice_date == date(2025, 11, 4)
    assert [note.partition("行")[0] for note in reading.notes] == ["第1", "第2", "第3", "第4", "第12", "第13"]
    assert "除夕(2月9日)休息" in parse_days(NOTICE_2024, 2024).notes[0]


def test_table_separators_and_headings():
    text = "日期,节日,安排\n2027-01-01,元旦,休\n2027年2月7日\t春节\t班\n\n2026/12/31，元旦，放假\n"
    reading = parse_days(text, 2027)
    assert (reading.days, reading.problems) == (
        [
            Arranged(date(2026, 12, 31), True, "元旦"),
            Arranged(date(2027, 1, 1), True, "元旦"),
            Arranged(date(2027, 2, 7), False, "春节"),
        ],
        [],
    )


def test_table_with_ranges_in_any_order_and_a_name_carried_on():
    text = "10月1日（周五）至3日，国庆节，放假，共3天\n9月26日（周日）上班\n春节 2027-02-05~2027-02-06 休\n2月8日、2月9日,春节,休\n"
    reading = parse_days(text, 2027)
    assert reading.problems == []
    assert [(f"{day.date:%m%d}", day.is_off, day.name) for day in reading.days] == [
        ("0205", True, "春节"),
        ("0206", True, "春节"),
        ("0208", True, "春节"),
        ("0209", True, "春节"),
        ("0926", False, "国庆节"),
        ("1001", True, "国庆节"),
        ("1002", True, "国庆节"),
        ("1003", True, "国庆节"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "元旦：2026年12月31日至2027年1月2日放假调休，共3天。",
        "元旦：12月31日至2027年1月2日放假调休，共3天。",
        "元旦：2026年12月31日至1月2日放假，共3天，不调休。",
        "12月31日至1月2日,元旦,休",
        "2026-12-31 - 2027-1-2;元旦;休",
    ],
)
def test_range_over_new_year(text):
    reading = parse_days(text, 2027)
    assert ([f"{day.date}" for day in reading.days], reading.problems) == (
        ["2026-12-31", "2027-01-01", "2027-01-02"],
        [],
    )


def test_table_faults():
    lines = ["2027-02-30,春节,休", "2027-01-01,元旦", "2026-11-30,元旦,休", "2027-01-01,元旦,休", "2027-01-01,元旦,班"]
    lines += [f"2027-03-01,{'长' * 21},休", "春节,休", "二月五日,春节,休", "5月5日至1日,劳动节,休", "2027-02-30,春节"]
    assert faults("\n".join(lines)) == [
        "第1行：“2027-02-30”不是有效的日期。",
        "第2行：应为“日期,节日,休”或“日期,节日,班”。",
        "第3行：2026-11-30不在2027年，也不在上一年12月。",
        "第5行：2027-01-01（周五）本来就是工作日，不能标为上班。",
        "第6行：节日名称不能超过20个字。",
        "第7行：应为“日期,节日,休”或“日期,节日,班”。",
        "第8行：“二月五日”不是有效的日期。",
        "第9行：“5月5日至1日”的起止日期颠倒或超过31天。",
        "第10行：“2027-02-30”不是有效的日期。",
    ]


def test_notice_faults():
    lines = [
        "国务院办公厅关于2026年部分节假日安排的通知",
        "国庆节：10月1日（周四）至7日（周四）放假调休，共8天。9月26日（周六）上班。",
        "国庆节：10月1日（周五）至7日（周四）放假调休，共8天，9月27日（周一）上班。",
        "国庆节：10月1日放假，共1天。10月9日我们上班。2月30日也放假。",
    ]
    assert faults("\n".join(lines)) == [
        "第1行：这是2026年的通知，现在录入的是2027年。",
        "第2行：写的是10月1日（周四），但2027年10月1日是周五。",
        "第2行：写的是9月26日（周六），但2027年9月26日是周日。",
        "第3行：写的是共8天，但10月1日(周五)至7日(周四)是7天。",
        "第3行：2027-09-27（周一）本来就是工作日，不能标为上班。",
        "第4行：2027-10-01与第3行重复。",
        "第4行：没有看懂“10月9日我们上班”，请写成“10月1日至7日放假，共7天”或“10月10日上班”。",
        "第4行：“2月30日”不是有效的日期。",
        "第4行：没有看懂“2月30日也放假”，请写成“10月1日至7日放假，共7天”或“10月10日上班”。",
    ]


def test_first_row_without_a_name():
    assert faults("9月26日（星期天）上班") == ["第1行：没有写明是哪个节日。"]


def test_long_lines_are_shortened_in_the_notes():
    assert parse_days("说" * 50, 2027).notes == [f"第1行没有日期，没有读取：{'说' * 40}…"]


def test_missing_names():
    assert missing_names(parse_days(NOTICE_2025, 2025).days) == []
    assert missing_names([Arranged(date(2027, 1, 1), True, "元旦")])[:2] == ["春节", "清明"]
