"""What a supervisor looks at: the items of 督导报告, for the site and for the examiners. Data, in the order of the form."""

from dataclasses import dataclass
from typing import Final

SITE: Final = "考点组织实施"
EXAMINERS: Final = "考评人员履职"
ANSWERS: Final = (("yes", "是"), ("no", "否"), ("na", "不适用"))


@dataclass(frozen=True, slots=True)
class Item:
    """One question, answered 是, 否 or 不适用; a 否 is explained. `code` is stored and never reused."""

    code: str
    section: str
    text: str


ITEMS: Final = (
    Item("site-seating", SITE, "考场、座位按考场安排布置，标识清楚"),
    Item("site-stations", SITE, "工位数量与考生人数相符，间距满足要求"),
    Item("site-equipment", SITE, "设施设备、工卡量具、原材料按准备通知单备齐"),
    Item("site-procedure", SITE, "按规定时间和程序组织，宣读考场规则"),
    Item("site-identity", SITE, "考生身份逐人核验，如实登记缺考、迟到"),
    Item("site-papers", SITE, "题卷启封、发放、回收有双人签字，份数相符"),
    Item("site-numbering", SITE, "试卷、工件编号与准考证号对应"),
    Item("site-fees", SITE, "无违规收费"),
    Item("site-safety", SITE, "安全、应急措施到位，录像设备正常"),
    Item("examiner-time", EXAMINERS, "按时到岗"),
    Item("examiner-card", EXAMINERS, "由市中心派遣，佩戴证卡，无人顶替"),
    Item("examiner-tools", EXAMINERS, "考前检查设备、工具和材料"),
    Item("examiner-rules", EXAMINERS, "向考生说明考核要求和注意事项"),
    Item("examiner-patrol", EXAMINERS, "考核中巡视，提醒、警告有记录"),
    Item("examiner-standard", EXAMINERS, "按评分标准独立评分"),
    Item("examiner-fairness", EXAMINERS, "无提示、舞弊，无应回避而未回避"),
    Item("examiner-record", EXAMINERS, "考场记录、评分记录填写完整并签字"),
)
CODES: Final = frozenset(item.code for item in ITEMS)
SECTIONS: Final = (SITE, EXAMINERS)


def items_of(section: str) -> tuple[Item, ...]:
    """The items of one section."""
    return tuple(item for item in ITEMS if item.section == section)
