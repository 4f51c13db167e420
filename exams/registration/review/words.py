"""A registration as the clerk compares it with the materials: numbers in full (3.2)."""

from exams.registration.models import Registration
from sdzx import clock
from sdzx.identifiers import pp
from sdzx.ui.parts import Fact, FactGroup


def facts_of(record: Registration) -> list[FactGroup]:
    """The person and the batch."""
    return [
        FactGroup("考生", (
            Fact("姓名", record.name), Fact("性别", record.sex), Fact("出生日期", record.birth_date),
            Fact("年龄", f"{age(record)}周岁"), Fact("证件类型", record.get_document_type_display()),
            Fact("证件号码", pp(record.document_number)), Fact("联系电话", pp(record.phone)),
            Fact("民族", record.ethnicity), Fact("文化程度", record.education),
            Fact("工作单位", record.unit or record.employer_name), Fact("无障碍需求", record.needs),
            Fact("符合的报名条件", record.eligibility, wide=True), Fact("补充说明", record.eligibility_note, wide=True),
        )),
        FactGroup("批次", (
            Fact("考核项目", record.item), Fact("考核首日", record.item.exam_from), Fact("提交时间", record.submitted_at),
            Fact("公告的报名条件", record.item.announcement.eligibility, wide=True),
        )),
    ]  # fmt: skip


def age(record: Registration) -> int:
    """Completed years today."""
    today, born = clock.today(), record.birth_date
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
