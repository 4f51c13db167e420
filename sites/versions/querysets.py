"""Who sees the versions of a list, and which one a centre works by."""

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet

M = TypeVar("M", bound=models.Model)


class VersionQuerySet(ScopedQuerySet[M]):
    """A centre's `OFFICE` sees its own and the province's, the province all; nobody else has any business with them."""

    OFFICE: ClassVar[tuple[Role, ...]]

    def scope(self, actor: Actor) -> Q:
        if actor.role not in self.OFFICE:
            return NOBODY
        return Q(center=actor.center) | Q(center=None)

    def for_center(self, center: Center) -> M:
        """The centre's own version in use, else the province's. Raises DoesNotExist when there is neither."""
        found = self.filter(status="in_use").filter(Q(center=center) | Q(center=None))
        return found.order_by(F("center").asc(nulls_last=True))[:1].get()
