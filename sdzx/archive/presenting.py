"""A case as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case, CaseItem
from sdzx.archive.registry import Requirement
from sdzx.files.access import may_read
from sdzx.ui import tables
from sdzx.ui.parts import Column, Fact, FactGroup

OFFICE = (Role.ARCHIVIST, Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR)
MATERIAL_COLUMNS = (
    Column("材料", "label"),
    Column("由谁提供", "asked"),
    Column("情况", "state", badge=True),
    Column("办理", lambda line: "补充" if line.url else "", link=True),
)
ITEM_COLUMNS = (
    Column("题名", "item.title", link=True),
    Column("来源", "item.source"),
    Column("大小", lambda row: filesizeformat(row.item.size)),
    Column("SHA-256（前16位）", lambda row: row.item.sha256[:16]),
    Column("最早可销毁", "item.dispose_from"),
    Column("存放", lambda row: row.item.location or "本系统"),
    Column("核验", "check", badge=True),
)


@dataclass(frozen=True, slots=True)
class Material:
    """A line of what the case must hold: how many there are, and where to add one."""

    label: str
    asked: str
    count: int
    required: bool
    url: str = ""

    @property
    def tone(self) -> str:
        return "good" if self.count else "warning" if self.required else "neutral"

    @property
    def state(self) -> str:
        return f"已有{self.count}件" if self.count else "尚缺" if self.required else "如有"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item, where to read it, and what the last check said."""

    item: CaseItem
    url: str
    tone: str
    check: str


def materials(
    case: Case, requirements: Iterable[Requirement], items: Iterable[CaseItem], uploads: bool
) -> tables.Table:
    """What must be there, with an address for adding where this person may."""
    kinds = [item.kind for item in items]
    rows = [
        Material(
            each.label,
            each.asked,
            kinds.count(each.kind),
            each.required,
            reverse("archive:upload", args=[case.uid, each.kind]) if uploads else "",
        )
        for each in requirements
    ]
    return tables.build(MATERIAL_COLUMNS, rows, caption="应归档材料", url_of=lambda row: row.url)


def contents(actor: Actor, items: Iterable[CaseItem]) -> tables.Table:
    """The items in the order in which they came."""
    rows = [ItemRow(item, _url(actor, item), *_check(item)) for item in items]
    return tables.build(ITEM_COLUMNS, rows, caption=f"案卷内容，{len(rows)}件", url_of=lambda row: row.url)


def _url(actor: Actor, item: CaseItem) -> str:
    """Who sees the case for its centre reads all of it: only others are asked about file by file."""
    if item.file is None or item.disposed_at or not (actor.role in OFFICE or may_read(actor, item.file)):
        return ""
    return reverse("files:download", args=[item.file.uid])


def _check(item: CaseItem) -> tuple[str, str]:
    if item.disposed_at:
        return "neutral", "已销毁"
    if item.file is None:
        return "neutral", "存于系统外"
    return {None: ("neutral", "尚未核验"), True: ("good", "核验一致"), False: ("bad", "核验不一致")}[item.fixity_ok]


def disposal_facts(case: Case) -> list[FactGroup]:
    """The disposal under way, and those that were."""
    found = []
    if case.disposal_proposed_by:
        facts = [
            Fact("销毁范围", case.get_disposal_scope_display()),
            Fact("提出人", case.disposal_proposed_by),
            Fact("批准人", case.disposal_approved_by),
            Fact("等待期满日", case.disposal_allowed_from),
            Fact("理由", case.disposal_ground, wide=True),
        ]
        found.append(FactGroup("拟销毁", tuple(facts)))
    for each in case.disposals.all():
        lines = tuple(f"{item['title']}　SHA-256 {item['sha256'][:16]}…" for item in each.items)
        facts = [
            Fact("提出人", each.proposed_by),
            Fact("批准人", each.approved_by),
            Fact("销毁人", each.disposed_by),
            Fact("销毁时间", each.disposed_at),
            Fact("理由", each.ground, wide=True),
            Fact("销毁清单", "", lines=lines),
        ]
        found.append(FactGroup("销毁记录", tuple(facts)))
    return found
