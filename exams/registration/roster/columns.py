"""The fifteen columns of a roster: the template that is given out, and how its cells are read back (3.2)."""

from typing import Final

from exams.announcements.models import AnnouncementItem
from exams.registration.choices import EDUCATION, PEOPLES
from sdzx.documents.columns import ColumnSpec
from sdzx.documents.workbook import template_workbook
from sdzx.identifiers import DocumentType

MAX_ROWS: Final = 10_000
DOCUMENTS: Final = {label: value for value, label in DocumentType.choices}

SERIAL = ColumnSpec("serial", "序号", required=False, width=8)
NAME = ColumnSpec("name", "姓名", width=14, comment="与证件完全一致，证书按此打印。")
DOCUMENT_TYPE = ColumnSpec("document_type", "证件类型", required=False, aliases=("证件种类",), width=24, choices=tuple(DOCUMENTS), comment="不填为居民身份证。")  # fmt: skip
DOCUMENT_NUMBER = ColumnSpec("document_number", "证件号码", aliases=("证件号", "身份证号", "身份证号码", "公民身份号码"), width=24, comment="按文本填写，不要让Excel转成数值。")  # fmt: skip
SEX = ColumnSpec("sex", "性别", required=False, width=8, choices=("男", "女"), comment="证件号码能看出的可不填；填了的须与证件一致。")  # fmt: skip
BIRTH_DATE = ColumnSpec("birth_date", "出生日期", "date", required=False, aliases=("出生年月日",), width=14, comment="证件号码能看出的可不填；填了的须与证件一致。")  # fmt: skip
ETHNICITY = ColumnSpec("ethnicity", "民族", required=False, width=12, choices=PEOPLES)
EDUCATION_COLUMN = ColumnSpec("education", "文化程度", required=False, aliases=("学历",), width=20, choices=EDUCATION)
PHONE = ColumnSpec("phone", "联系电话", aliases=("手机", "手机号", "手机号码", "电话", "联系方式"), width=16)
EMPLOYER = ColumnSpec("employer_name", "工作单位", required=False, aliases=("单位", "单位名称"), width=30, comment="不填为报名单位。")  # fmt: skip
ADDRESS = ColumnSpec("address", "联系地址", required=False, aliases=("地址", "通讯地址"), width=30)
ELIGIBILITY = ColumnSpec("eligibility", "符合的报名条件", aliases=("申报条件", "报名条件"), width=36, comment="对照公告的报名条件，写明符合哪一项。")  # fmt: skip
NEEDS = ColumnSpec("needs", "无障碍需求", required=False, width=20, comment="如轮椅通道、大字试卷。没有的不填。")
PHOTO_NAME = ColumnSpec("photo_name", "照片文件名", required=False, aliases=("照片",), width=24, comment="照片按证件号码命名的不填；不是的，在此写明压缩包中的文件名。")  # fmt: skip
REMARK = ColumnSpec("remark", "备注", required=False, width=20, comment="供本单位使用，不读入。")

COLUMNS: Final = (SERIAL, NAME, DOCUMENT_TYPE, DOCUMENT_NUMBER, SEX, BIRTH_DATE, ETHNICITY, EDUCATION_COLUMN, PHONE, EMPLOYER, ADDRESS,
                  ELIGIBILITY, NEEDS, PHOTO_NAME, REMARK)  # fmt: skip
READ: Final = tuple(spec for spec in COLUMNS if spec not in (SERIAL, REMARK))
BY_KEY: Final = {spec.key: spec for spec in COLUMNS}
# Characters that the fields of a registration take.
ROOM: Final = {"employer_name": 100, "address": 120, "eligibility": 1000, "needs": 200, "photo_name": 120}


def template(item: AnnouncementItem) -> bytes:
    """The empty workbook for a batch, all cells text or dates."""
    return template_workbook(title=f"报名名单 {item}", columns=COLUMNS, fillable=MAX_ROWS)
