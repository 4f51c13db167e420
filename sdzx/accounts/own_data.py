"""What is kept about somebody: shown and given to them, and erased where the duty to keep archives allows (5.2).

Each slice that keeps personal data registers a `Part` from its plugins; the account's own is here.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from sdzx import clock
from sdzx.accounts import rules
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Membership, User
from sdzx.accounts.roles import Role
from sdzx.audit.services import record
from sdzx.clauses import enforces
from sdzx.ui import words
from sdzx.workflow import Blocker, Refused, locked, refuse_on

ERASED = "已注销账号"


@dataclass(frozen=True, slots=True)
class Item:
    """One record about the person: its title, and label → value as a person reads it."""

    title: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """The records of one kind."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that the archive has to keep: until that day, or for good where there is none."""

    what: str
    until: datetime.date | None

    @property
    def sentence(self) -> str:
        term = f"须保存至{words.day(self.until)}" if self.until else "长期保存，供社会查询"
        return f"{self.what}，{term}。"


@dataclass(frozen=True, slots=True)
class Part:
    """What one slice keeps: `section` tells it, `kept` names what may not go, `erase` removes the rest."""

    section: Callable[[User], Section]
    kept: Callable[[User], Iterable[Kept]]
    erase: Callable[[User], None]


_parts: list[Part] = []


def register(part: Part) -> None:
    """Called by the composition root, in the order in which the page shows them."""
    _parts.append(part)


def collected(person: User) -> list[Section]:
    """Everything kept about the person, the account first. Numbers are in full: it is for them alone."""
    return [_account(person), _memberships(person), _consents(person), *(part.section(person) for part in _parts)]


def kept(person: User) -> list[Kept]:
    """What keeps the account from being erased, the longest term last."""
    found = [each for part in _parts for each in part.kept(person)]
    return sorted(found, key=lambda each: each.until or datetime.date.max)


@enforces("5.2")
def blockers(person: User) -> list[Blocker]:
    """Why the account cannot be erased now; empty when it can."""
    others = (
        person.memberships.exclude(role=Role.APPLICANT).exclude(is_asked=True).select_related("organization", "center")
    )
    return rules.unerasable(office=[each.label for each in others], kept=[each.sentence for each in kept(person)])


@transaction.atomic
@enforces("5.2")
def erase(person: User, *, by: Actor) -> User:
    """Erase the account of who never submitted anything: drafts and notices go, the row stays without personal data.

    Raises Refused for somebody else's account, and with each record that has to be kept, and until when.
    """
    if by.user != person:
        raise Refused("只能注销本人的账号。")
    locked(person)
    refuse_on(blockers(person))
    for part in _parts:
        part.erase(person)
    person.memberships.update(is_active=False, is_asked=False)
    person.username, person.name, person.name_key = f"x{person.uid.hex}", ERASED, ""
    person.document_type = person.document_number = person.document_index = ""
    person.phone = person.phone_index = person.email = ""
    person.is_active, person.erased_at = False, clock.now()
    person.set_unusable_password()
    person.save()
    # As nobody: the name is not to stand in the trace for good.
    record(by=Actor(Role.VISITOR, person), verb="account.erase", label="注销账号", subject=person)
    return person


@transaction.atomic
def note_export(person: User, *, by: Actor, form: str) -> None:
    """The trace says that the person took a copy, and in which form."""
    record(by=by, verb="account.export", label="下载本人信息", subject=person, after={"格式": form})


def _account(person: User) -> Section:
    facts = {
        "姓名": person.name,
        "登录名": "用证件号码登录" if person.document_index and person.username.startswith("p") else person.username,
        "证件类型": person.get_document_type_display(),
        "证件号码": person.document_number,
        "电话号码": person.phone,
        "电话号码验证时间": _moment(person.phone_verified_at),
        "电子邮箱": person.email,
        "电子邮箱验证时间": _moment(person.email_verified_at),
        "注册时间": _moment(person.created_at),
        "最近登录": _moment(person.last_login),
    }
    return Section("账号", (Item("基本信息", facts),))


def _memberships(person: User) -> Section:
    held = Membership.objects.filter(user=person).select_related("organization", "center")
    return Section("身份", tuple(
        Item(each.label, {"起始时间": _moment(each.created_at), "状态": "有效" if each.is_active else "待确认" if each.is_asked else "已停用"})
        for each in held
    ))  # fmt: skip


def _consents(person: User) -> Section:
    given = person.consents.select_related("text")
    return Section("同意记录", tuple(Item(str(each.text), {"同意时间": _moment(each.given_at)}) for each in given))


def _moment(when: datetime.datetime | None) -> str:
    return words.moment(when) if when else ""
