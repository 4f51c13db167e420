"""A case as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.archive.models import Case, CaseItem
from sdzx.archive.registry import Requirement
from sdzx.files.access import may_read
from sdzx.ui.parts import Fact, FactGroup


@dataclass(frozen=True, slots=True)
class Material:
    """A line of what the case must hold: how many there are, and where to add one."""

    label: str
    asked: str
    count: int
    required: bool
    upload_url: str = ""

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
) -> list[Material]:
    """The list of what must be there, with an address for adding where this person may."""
    kinds = [item.kind for item in items]
    return [
        Material(
            each.label,
            each.asked,
            kinds.count(each.kind),
            each.required,
            reverse("archive:upload", args=[case.uid, each.kind]) if uploads else "",
        )
        for each in requirements
    ]


def item_rows(actor: Actor, items: Iterable[CaseItem]) -> list[ItemRow]:
    """The items in the order in which they came."""
    return [ItemRow(item, _url(actor, item), *_check(item)) for item in items]


def _url(actor: Actor, item: CaseItem) -> str:
    if item.file is None or item.disposed_at or not may_read(actor, item.file):
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
