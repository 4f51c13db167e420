"""Who acts, as whom: what services take as `by`."""

from __future__ import annotations

from dataclasses import dataclass

from sdzx.accounts.models import Center, Membership, Organization, User
from sdzx.accounts.roles import CENTER_ROLES, GRANTS, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one of their roles. `center` bounds office roles, `organization` site staff and registrars."""

    role: Role
    user: User | None = None
    center: Center | None = None
    organization: Organization | None = None
    membership_id: int | None = None

    @classmethod
    def of(cls, membership: Membership) -> Actor:
        """The actor of a membership."""
        return cls(
            role=Role(membership.role),
            user=membership.user,
            center=membership.center,
            organization=membership.organization,
            membership_id=membership.pk,
        )

    def may(self, verb: str) -> bool:
        """Is the verb (`flow.verb`) granted to the role? Says nothing of over what: that is `visible_to`."""
        return verb in GRANTS[self.role]

    @property
    def name(self) -> str:
        return self.user.name if self.user else self.role.label

    @property
    def title(self) -> str:
        """«王敏（受理）», for the trace and for refusals."""
        return f"{self.user.name}（{self.role.label}）" if self.user else self.role.label

    @property
    def in_center(self) -> bool:
        """Acts for a city centre."""
        return self.role in CENTER_ROLES

    @property
    def sees_all(self) -> bool:
        """Acts for the province, or audits all of it."""
        return self.role in (Role.PROVINCE, Role.SYSTEM) or (self.role == Role.AUDITOR and self.center is None)

    @property
    def user_required(self) -> User:
        """The person; RuntimeError for the system and for visitors."""
        if self.user is None:
            raise RuntimeError(f"{self.role} has no person")
        return self.user


SYSTEM = Actor(Role.SYSTEM)
VISITOR = Actor(Role.VISITOR)
