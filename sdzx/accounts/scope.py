"""Over what: the querysets that answer `visible_to(actor)`. What is not visible does not exist (404)."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import CENTER_ROLES, Role

M = TypeVar("M", bound=models.Model)
NOBODY = Q(pk__in=())


class ScopedQuerySet(models.QuerySet[M]):
    """`CENTER`, `ORGANIZATION`, `OWNER` and `PERSON` are the lookups that lead from the record to its centre, unit,
    user and pool member. A lookup left empty means that such roles see none, unless `others()` says more."""

    CENTER: ClassVar[str] = "center"
    ORGANIZATION: ClassVar[str] = ""
    OWNER: ClassVar[str] = ""
    PERSON: ClassVar[str] = ""

    def visible_to(self, actor: Actor) -> Self:
        """What this actor may see at all."""
        if actor.sees_all:
            return self
        return self.filter(self.scope(actor)).distinct() if self.PERSON else self.filter(self.scope(actor))

    def scope(self, actor: Actor) -> Q:
        """The condition behind `visible_to`; a slice with more to say overrides this and falls back to super."""
        role = actor.role
        if role in CENTER_ROLES or role in (Role.BUREAU, Role.AUDITOR):
            return Q(**{self.CENTER: actor.center}) if self.CENTER and actor.center else NOBODY
        if role in (Role.REGISTRAR, Role.SITE):
            return Q(**{self.ORGANIZATION: actor.organization}) if self.ORGANIZATION and actor.organization else NOBODY
        if role in (Role.EXPERT, Role.EXAMINER, Role.SUPERVISOR):
            return Q(**{f"{self.PERSON}__user": actor.user}) if self.PERSON and actor.user else NOBODY
        if role == Role.APPLICANT:
            return Q(**{self.OWNER: actor.user}) if self.OWNER and actor.user else NOBODY
        return NOBODY
