"""The accounts that `make demo` tells: one for each role, with the login name or document number that signs in."""

import unicodedata
from collections.abc import Iterable, Iterator

from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sdzx.demo.candidates import SHOWN
from sdzx.demo.shortcuts import PASSWORD

HEAD = ("身份", "姓名", "所属", "登录名或证件号码")
BY_NAME = (
    "province", "clerk.jinan", "arranger.jinan", "custodian.jinan", "custodian2.jinan", "confirmer.jinan", "certifier.jinan",
    "archivist.jinan", "director.jinan", "bureau.jinan", "site.jinan", "registrar.jinan", "director.qingdao", "auditor", "admin",
)  # fmt: skip
POOL = (Role.EXPERT, Role.EXAMINER, Role.SUPERVISOR)


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Role, name, place, login."""
    memberships = Membership.objects.select_related("user", "center", "organization").filter(is_active=True)
    named = {each.user.username: each for each in memberships.filter(user__username__in=BY_NAME)}
    told = [named[name] for name in BY_NAME if name in named]
    for role in POOL:
        told += memberships.filter(role=role, center__code="370100").order_by("pk")[:2]
    told += memberships.filter(role=Role.APPLICANT, user__name=SHOWN).order_by("pk")[:1]
    for each in told:
        login = each.user.document_number or each.user.username
        place = each.organization or (each.center and each.center.city) or "全省"
        yield each.get_role_display(), each.user.name, str(place), login


def table() -> str:
    """The rows in columns, and the password that all of them have."""
    lines = [HEAD, *rows()]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(HEAD))]
    shown = ["  ".join(_padded(line, widths)).rstrip() for line in lines]
    return "\n".join([*shown, "", f"密码（全部账号）：{PASSWORD}"])


def _padded(line: Iterable[str], widths: Iterable[int]) -> Iterator[str]:
    return (cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))


def _width(text: str) -> int:
    """In columns of a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
