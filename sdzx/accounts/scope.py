"""Over what: the querysets that answer `visible_to(actor)`. What is not visible does not exist (404)."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import CENTER_ROLES, POOL_ROLES, Role

M = TypeVar("M", bound=models.Model)
NOBODY = Q(pk__in=())


class ScopedQuerySet(models.QuerySet[M]):
    """`CENTER`, `ORGANIZATION` (a site's host), `UNIT` (who registers its people), `OWNER` and `PERSON` are the lookups
    that lead from the record to whom it concerns. A lookup left empty means that such roles see none. The bureau sees
    only what it publishes or supervises: `BUREAU`."""

    CENTER: ClassVar[str] = "center"
    ORGANIZATION: ClassVar[str] = ""
    UNIT: ClassVar[str] = ""
    OWNER: ClassVar[str] = ""
    PERSON: ClassVar[str] = ""
    BUREAU: ClassVar[bool] = False

    def visible_to(self, actor: Actor) -> Self:
        """What this actor may see at all."""
        if actor.sees_all:
            return self
        return self.filter(self.scope(actor)).distinct() if self.PERSON else self.filter(self.scope(actor))

    def scope(self, actor: Actor) -> Q:
        """The condition behind `visible_to`; a slice with more to say overrides this and falls back to super."""
        role = actor.role
        if role in CENTER_ROLES or role == Role.AUDITOR or (role == Role.BUREAU and self.BUREAU):
            return about(self.CENTER, actor.center)
        if role == Role.SITE:
            return about(self.ORGANIZATION, actor.organization)
        if role == Role.REGISTRAR:
            return about(self.UNIT, actor.organization)
        if role in POOL_ROLES:
            return about(self.PERSON and f"{self.PERSON}__user", actor.user)
        return about(self.OWNER, actor.user) if role == Role.APPLICANT else NOBODY


def about(lookup: str, whom: models.Model | None) -> Q:
    """The records that the lookup leads to them; none without a lookup or without anybody."""
    return Q(**{lookup: whom}) if lookup and whom else NOBODY


def visible(model: type[M], actor: Actor) -> models.QuerySet[M]:
    """What this actor may see of a model whose manager comes from a ScopedQuerySet."""
    manager: Any = model._default_manager
    found: models.QuerySet[M] = manager.visible_to(actor)
    return found
