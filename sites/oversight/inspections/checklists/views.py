"""The checklists' pages: all versions, one version with its rows, a new version, its use."""

from collections.abc import Sequence
from typing import ClassVar

from sdzx.accounts.roles import Role
from sdzx.ui.parts import Column, Fact, FactGroup
from sdzx.ui.views import Action, StepView
from sites.oversight.inspections.answers import items_of
from sites.oversight.inspections.checklists import services
from sites.oversight.inspections.checklists.forms import ChecklistForm
from sites.oversight.inspections.models import Checklist
from sites.versions import views as versions

READERS = (Role.CLERK, Role.ARRANGER, Role.DIRECTOR, Role.PROVINCE)
SPACE = "inspections:checklists"


class ChecklistList(versions.VersionList):
    """Every version, the newest first."""

    model = Checklist
    SPACE = SPACE
    title = "检查表"
    intro = "安排检查时使用本中心启用的版本；本中心没有的，使用全省统一的版本。"
    roles = READERS
    columns = (versions.NAME, versions.NUMBER, versions.OFFICE, versions.STATUS)


class ChecklistRecord(versions.VersionRecord):
    """A version with its rows."""

    model = Checklist
    SPACE = SPACE
    CAPTION = "检查内容"
    ROWS = (
        Column("编号", "code"),
        Column("类别", "section"),
        Column("检查内容", "text"),
        Column("依据", "basis"),
        Column("填写方式", lambda item: Checklist.Kind(item.kind).label),
        Column("现场照片", lambda item: "须有" if item.photo else ""),
        Column("重点项", lambda item: "是" if item.serious else ""),
    )
    rows_of = items_of
    obstacles = services.obstacles
    roles = READERS

    def groups(self, record: Checklist) -> Sequence[FactGroup]:
        facts = (
            Fact("制定单位", versions.office(record)),
            Fact("使用本版的检查", f"{record.inspections.count()}次"),
        )
        return [FactGroup("检查表", facts)]


class ChecklistStep(StepView):
    """Put in use."""

    model = Checklist
    actions: ClassVar = {"put_in_use": Action(services.put_in_use, blockers=services.obstacles, done="已启用。")}


class ChecklistNew(versions.VersionNew):
    """The next version."""

    MODEL, FORM, SPACE = Checklist, ChecklistForm, SPACE
    CAPTION = "检查内容"
    title = "新建检查表版本"
    grants = ("checklist.edit",)


class ChecklistEdit(versions.VersionEdit, ChecklistNew):
    """Change a draft."""

    title = "修改检查表"
