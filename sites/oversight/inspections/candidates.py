"""Who can be named as inspector of a centre: its own staff, and the valid supervisors and experts of its pool."""

import datetime
from dataclasses import dataclass

from sdzx.accounts.models import Center, Membership, Organization, User
from sdzx.accounts.roles import Role
from sdzx.personnel.models import Person, Qualification, Recusal

STAFF = (Role.CLERK, Role.ARRANGER, Role.DIRECTOR)
POOL = {Qualification.Kind.SUPERVISOR: Role.SUPERVISOR, Qualification.Kind.EXPERT: Role.EXPERT}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who signs in and may inspect, and as what."""

    user: User
    capacity: str


def candidates(center: Center, day: datetime.date) -> dict[int, Candidate]:
    """By the user's key; staff first. Whoever is both counts as staff. Three queries at most."""
    found: dict[int, Candidate] = {}
    staff = Membership.objects.filter(center=center, role__in=STAFF, is_active=True, user__is_active=True)
    for membership in staff.select_related("user").order_by("user__name", "id"):
        found.setdefault(membership.user.pk, Candidate(membership.user, membership.get_role_display()))
    held = Qualification.objects.valid_on(day).filter(
        kind__in=POOL, person__center=center, person__user__isnull=False, person__user__is_active=True
    )
    for each in held.select_related("person__user").order_by("person__name", "kind"):
        if user := each.person.user:
            found.setdefault(user.pk, Candidate(user, each.get_kind_display()))
    return found


def relations(users: list[User], host: Organization) -> dict[int, str]:
    """Why each of them must keep away from this host: employed there, acting for it, or a declared relation."""
    keys = [user.pk for user in users]
    found = {
        member.user_id: "是该单位的人员"
        for member in Membership.objects.filter(user__in=keys, organization=host, is_active=True)
    }
    for person in Person.objects.filter(user__in=keys):
        if person.user_id and (person.employer_id == host.pk or person.employer_name == host.name):
            found[person.user_id] = "在该单位任职"
    for recusal in Recusal.objects.filter(person__user__in=keys, organization=host).select_related("person"):
        if recusal.person.user_id:
            found.setdefault(recusal.person.user_id, f"与该单位有利害关系（{recusal.reason}）")
    return found
