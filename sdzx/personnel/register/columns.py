"""The columns of the register's workbook: one row is one qualification of one person."""

from collections.abc import Iterable
from typing import Any

from sdzx.catalogue.models import Project
from sdzx.documents.columns import ColumnSpec
from sdzx.documents.workbook import export_workbook, template_workbook
from sdzx.identifiers import DocumentType
from sdzx.personnel.models import Qualification

TITLE = "队伍登记册"
MAX_ROWS = 5_000
KINDS = {label: value for value, label in Qualification.Kind.choices}
DOCUMENTS = {label: value for value, label in DocumentType.choices}
SEPARATOR = "、"

NAME = ColumnSpec("name", "姓名", width=12)
DOCUMENT_TYPE = ColumnSpec("document_type", "证件类型", required=False, width=20, choices=tuple(DOCUMENTS), comment="不填为居民身份证。")  # fmt: skip
DOCUMENT_NUMBER = ColumnSpec("document_number", "证件号码", width=24, comment="按文本填写，不要让Excel转成数值。")
PHONE = ColumnSpec("phone", "联系电话", required=False, width=16)
SEX = ColumnSpec("sex", "性别", required=False, width=8, choices=("男", "女"), comment="居民身份证可不填。")
BIRTH_DATE = ColumnSpec("birth_date", "出生日期", "date", required=False, width=14, comment="居民身份证可不填。")
EDUCATION = ColumnSpec("education", "文化程度", required=False, width=14)
POSITION = ColumnSpec("title", "职称", required=False, width=16)
EMPLOYER = ColumnSpec("employer_name", "工作单位", required=False, width=30, comment="与考点、考生单位相同的，派遣时自动回避。")  # fmt: skip
USCC = ColumnSpec("uscc", "单位统一社会信用代码", required=False, width=24, comment="单位在系统内的，按代码对应。")
KIND = ColumnSpec("kind", "类别", width=12, choices=tuple(KINDS))
CARD_NUMBER = ColumnSpec("card_number", "证卡编号", width=18)
PROJECTS = ColumnSpec("projects", "考评项目", required=False, width=40, comment="填写项目名称，多个之间用顿号分开；考评员必填，其他人员不填表示不限项目。")  # fmt: skip
VALID_FROM = ColumnSpec("valid_from", "有效期起", "date", width=14)
VALID_TO = ColumnSpec("valid_to", "有效期止", "date", width=14)

PERSON = (NAME, DOCUMENT_TYPE, DOCUMENT_NUMBER, PHONE, SEX, BIRTH_DATE, EDUCATION, POSITION, EMPLOYER, USCC)
QUALIFICATION = (KIND, CARD_NUMBER, PROJECTS, VALID_FROM, VALID_TO)
COLUMNS = (*PERSON, *QUALIFICATION)
BY_FIELD = {spec.key: spec for spec in COLUMNS} | {"employer": USCC}


def template() -> bytes:
    """The empty workbook, all cells text or dates."""
    return template_workbook(title=TITLE, columns=COLUMNS, fillable=MAX_ROWS)


def export(held: Iterable[Qualification]) -> bytes:
    """The register with document numbers and phones: it can be changed and uploaded again."""
    return export_workbook(title=TITLE, columns=COLUMNS, rows=map(row_of, held))


def row_of(held: Qualification) -> dict[str, Any]:
    """A qualification as a row of the workbook; wants `person__employer` and `projects` fetched."""
    person = held.person
    return {
        "name": person.name,
        "document_type": person.get_document_type_display(),
        "document_number": person.document_number,
        "phone": person.phone,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "education": person.education,
        "title": person.title,
        "employer_name": person.employer_name,
        "uscc": person.employer.uscc if person.employer else "",
        "kind": held.get_kind_display(),
        "card_number": held.card_number,
        "projects": names_of(held.projects.all()),
        "valid_from": held.valid_from,
        "valid_to": held.valid_to,
    }


def names_of(projects: Iterable[Project]) -> str:
    """The projects as the cell has them."""
    return SEPARATOR.join(sorted(project.name for project in projects))
