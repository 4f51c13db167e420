"""The workbooks of annex 2's rows: one description for the template, the export, the import and pasting."""

from collections.abc import Mapping, Sequence

from sdzx.catalogue.models import Project
from sdzx.documents.columns import ColumnSpec
from sdzx.documents.workbook import export_workbook, template_workbook
from sites.applications.entry.drafts import Raw
from sites.applications.forms import MOST_ROWS
from sites.applications.sections import Section

SEPARATOR = "、"
PERSON = (
    ColumnSpec("name", "姓名", width=12),
    ColumnSpec("sex", "性别", width=8, choices=("男", "女")),
    ColumnSpec("birth_date", "出生日期", "date", width=14, comment="如1990-01-31；年龄在提交时计算。"),
    ColumnSpec("education", "文化程度", width=14),
)
CERTIFICATE = ColumnSpec("certificate", "职业资格证书（等级）", required=False, width=24, aliases=("职业资格证书",))
NOTE = ColumnSpec("note", "备注", required=False, width=24)
COLUMNS: Mapping[Section, Sequence[ColumnSpec]] = {
    Section.EQUIPMENT: (
        ColumnSpec("name", "名称", width=24),
        ColumnSpec("model", "型号规格", required=False, width=24, aliases=("型号", "规格")),
        ColumnSpec("quantity", "数量", width=12, comment="带单位，如6台。"),
        NOTE,
    ),
    Section.MANAGERS: (
        *PERSON,
        ColumnSpec("title", "职务（或职称）", width=20, aliases=("职务", "职称")),
        CERTIFICATE,
        ColumnSpec("major", "专业", required=False, width=16),
        NOTE,
    ),
    Section.EXAMINERS: (
        *PERSON,
        ColumnSpec("title", "职称（级别）", required=False, width=16, aliases=("职称",)),
        CERTIFICATE,
        ColumnSpec("trade", "考评工种", width=20),
        ColumnSpec("card_number", "考评员证书号", width=24, aliases=("证书号",), comment="按文本填写，不要让Excel转成数值。"),
        ColumnSpec("projects", "考评项目", width=40, comment="本申请的项目名称或编码，多个之间用顿号分开。"),
    ),
}  # fmt: skip
TITLES = {Section.EQUIPMENT: "设施设备", Section.MANAGERS: "组织管理人员情况", Section.EXAMINERS: "考评员情况"}
NAMES = {Section.EQUIPMENT: "sheshi-shebei", Section.MANAGERS: "guanli-renyuan", Section.EXAMINERS: "kaopingyuan"}


def template(section: Section) -> bytes:
    """The empty workbook: text cells, lists to choose from."""
    return template_workbook(title=TITLES[section], columns=COLUMNS[section], fillable=MOST_ROWS)


def export(section: Section, rows: Sequence[Raw], projects: Sequence[Project]) -> bytes:
    """The rows as they stand on the page; changed or not, the workbook can be imported again."""
    names = {str(project.pk): project.name for project in projects}
    shown = [
        {key: SEPARATOR.join(names.get(text, text) for text in texts) for key, texts in row.items()} for row in rows
    ]
    return export_workbook(title=TITLES[section], columns=as_text(section), rows=shown)


def as_text(section: Section) -> list[ColumnSpec]:
    """The columns with every cell as text: what does not fit is given out as it was typed."""
    return [
        ColumnSpec(
            spec.key, spec.header, width=spec.width, required=spec.required, comment=spec.comment, choices=spec.choices
        )
        for spec in COLUMNS[section]
    ]
