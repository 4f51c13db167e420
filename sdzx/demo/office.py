"""The people of the offices: the province, each centre, its bureau. One account for each role."""

from sdzx.accounts.actors import Actor
from sdzx.accounts.codes import vouched
from sdzx.accounts.models import Center, Organization
from sdzx.accounts.roles import CENTER_ROLES, Role
from sdzx.accounts.rules import proven_by
from sdzx.accounts.services import add_member, password_changed, sign_up_organization
from sdzx.demo.city import City
from sdzx.demo.names import People, uscc
from sdzx.demo.shortcuts import PASSWORD

ROOT = Actor(Role.ADMIN)
OFFICES = (
    Role.CLERK, Role.ARRANGER, Role.CUSTODIAN, Role.CONFIRMER, Role.CERTIFIER, Role.ARCHIVIST, Role.DIRECTOR, Role.BUREAU,
)  # fmt: skip
MAIL = frozenset({Role.DIRECTOR, Role.PROVINCE})


def official(username: str, role: Role, people: People, center: Center | None = None) -> Actor:
    """An account that may sign in at once; only a few have an address, so that the console stays readable."""
    email = f"{username}@example.com" if role in MAIL else ""
    membership, _ = add_member(
        by=ROOT, username=username, role=role, center=center, name=people.name(), phone=people.phone(), email=email
    )
    password_changed(membership.user, label="设置密码")
    return Actor.of(membership)


def provincial() -> Actor:
    """The province's officer, an auditor and the administrator."""
    people = People("370000")
    center = Center.objects.get(code="370000")
    official("admin", Role.ADMIN, people)
    official("auditor", Role.AUDITOR, people)
    return official("province", Role.PROVINCE, people, center)


def staff(city: City) -> None:
    """One person for each office, and a second custodian: papers are opened by two."""
    for role in OFFICES:
        city.office[role] = official(f"{role.value}.{city.slug}", role, city.people, city.center)
    assert city.office.keys() >= CENTER_ROLES
    official(f"custodian2.{city.slug}", Role.CUSTODIAN, city.people, city.center)


def unit(city: City, name: str, kind: str, role: Role, username: str, number: int) -> Actor:
    """An institution that signs itself up, with the person who acts for it."""
    phone = city.people.phone()
    return sign_up_organization(
        organization_name=name, uscc=uscc(city.center.code, number), kind=kind, center=city.center, name=city.people.name(),
        phone=phone, username=username, password=PASSWORD, role=role, consented=True, proof=vouched(proven_by(phone, "")),
        kind_reason="社区老年学校，面向居民开展技能培训" if kind == Organization.Kind.OTHER else "",
        address=f"{city.center.city}{city.people.random.choice(('历山', '泉城', '解放', '和平', '文化', '经十'))}路{number * 7 + 3}号",
    )  # fmt: skip
