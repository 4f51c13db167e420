"""A further person of an institution asks to join; somebody who acts for it, or its centre, admits or declines."""

from django.db import transaction
from django.db.models import Q, QuerySet

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Membership
from sdzx.accounts.roles import ORGANIZATION_ROLES, Role
from sdzx.audit.services import record
from sdzx.workflow import Refused, locked


def people_of(by: Actor) -> QuerySet[Membership]:
    """Who acts, or asks to act, for the actor's institution; a director's those of the centre's institutions."""
    found = Membership.objects.filter(role__in=ORGANIZATION_ROLES).select_related("user", "organization")
    if by.role in ORGANIZATION_ROLES:
        return found.filter(organization=by.organization)
    return found.filter(organization__center=by.center) if by.role == Role.DIRECTOR else found.none()


def present(by: Actor) -> QuerySet[Membership]:
    """Of these, who acts now or waits to be admitted; who waits comes first."""
    return people_of(by).filter(Q(is_active=True) | Q(is_asked=True)).order_by("-is_asked", "id")


@transaction.atomic
def admit(membership: Membership, *, by: Actor) -> Membership:
    """They belong to the institution and may act for it from now on. Raises Refused when somebody decided before."""
    _waiting(membership, by)
    membership.is_asked, membership.is_active = False, True
    membership.save(update_fields=["is_asked", "is_active"])
    after = {"姓名": membership.user.name, "身份": membership.label}
    record(by=by, verb="membership.admit", label="同意加入单位", subject=membership, after=after)
    return membership


@transaction.atomic
def decline(membership: Membership, *, by: Actor, ground: str) -> Membership:
    """They do not belong to the institution; the account remains without it. Raises Refused when decided before."""
    _waiting(membership, by)
    membership.is_asked = False
    membership.save(update_fields=["is_asked"])
    after = {"姓名": membership.user.name}
    record(by=by, verb="membership.decline", label="不同意加入单位", subject=membership, ground=ground, after=after)
    return membership


def _waiting(membership: Membership, by: Actor) -> None:
    locked(membership)
    if not people_of(by).filter(pk=membership.pk).exists():
        raise Refused("没有找到这个申请，或它不属于您的单位。")
    if not membership.is_asked:
        raise Refused("这个申请已由其他人处理，请刷新页面。")
