"""People who ask to join an institution wait for those who act for it, and for its centre."""

from collections.abc import Iterator

from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.accounts.joining import people_of
from sdzx.accounts.roles import ORGANIZATION_ROLES, Role
from sdzx.ui.parts import Waiting


def waiting(actor: Actor) -> Iterator[Waiting]:
    """One row for each who asks, at most ten."""
    if actor.role not in ORGANIZATION_ROLES | {Role.DIRECTOR}:
        return
    for each in people_of(actor).filter(is_asked=True)[:10]:
        yield Waiting(
            title="确认加入单位",
            detail=f"{each.user.name}申请以{each.get_role_display()}的身份加入{each.organization}",
            url=reverse("accounts:unit"),
            kind="人员",
            since=each.created_at,
        )
