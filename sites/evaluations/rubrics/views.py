"""The rubrics' pages: all versions, one version with its rows, a new version, its use."""

from collections.abc import Sequence
from typing import ClassVar

from sdzx.accounts.roles import Role
from sdzx.ui.parts import Column, Fact, FactGroup
from sdzx.ui.views import Action, StepView
from sites.evaluations.models import Rubric
from sites.evaluations.rubrics import services
from sites.evaluations.rubrics.forms import RubricForm
from sites.versions import views as versions

READERS = (Role.CLERK, Role.DIRECTOR, Role.PROVINCE)
SPACE = "evaluations:rubrics"


class RubricList(versions.VersionList):
    """Every version, the newest first."""

    model = Rubric
    SPACE = SPACE
    title = "评估标准"
    intro = "组建专家组时使用本中心启用的版本；本中心没有的，使用全省统一的版本。"
    roles = READERS
    columns = (
        versions.NAME,
        versions.NUMBER,
        versions.OFFICE,
        Column("通过分数", "pass_mark", number=True),
        versions.STATUS,
    )


class RubricRecord(versions.VersionRecord):
    """A version with its rows."""

    model = Rubric
    SPACE = SPACE
    CAPTION = "评估内容"
    ROWS = (
        Column("编号", "code"),
        Column("类别", "section"),
        Column("评估内容", "name"),
        Column("满分", "full", number=True),
        Column("一票否决", lambda item: "是" if item.veto else ""),
    )
    rows_of = services.items_of
    obstacles = services.obstacles
    roles = READERS

    def groups(self, record: Rubric) -> Sequence[FactGroup]:
        facts = (
            Fact("制定单位", versions.office(record)),
            Fact("满分合计", record.full),
            Fact("通过分数", record.pass_mark),
            Fact("使用本版的专家组", f"{record.panel_set.count()}个"),
        )
        return [FactGroup("评估标准", facts)]


class RubricStep(StepView):
    """Put in use."""

    model = Rubric
    actions: ClassVar = {"put_in_use": Action(services.put_in_use, blockers=services.obstacles, done="已启用。")}


class RubricNew(versions.VersionNew):
    """The next version."""

    MODEL, FORM, SPACE = Rubric, RubricForm, SPACE
    CAPTION = "评估内容"
    title = "新建评估标准版本"
    intro = "保存为草稿，核对后启用。各项满分合计100分。"
    grants = ("rubric.edit",)


class RubricEdit(versions.VersionEdit, RubricNew):
    """Change a draft."""

    title = "修改评估标准"
