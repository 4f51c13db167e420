"""Centres, organisations and acting people for tests."""

import itertools

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Membership, Organization, User
from sdzx.accounts.roles import CENTER_ROLES, ORGANIZATION_ROLES, POOL_ROLES, Role
from sdzx.fields import document_index
from sdzx.identifiers import DocumentType, normalise_name

_numbers = itertools.count(1)
PASSWORD = "Kaohe-2026-demo"
AREAS = ("370102", "370103", "370104", "370105", "370112", "370113", "370114", "370202", "370203", "370302", "370602")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def center(code: str = "370100") -> Center:
    """A seeded centre: Jinan unless another is asked for."""
    return Center.objects.get(code=code)


def resident_id(number: int | None = None, birth: str = "19900101", area: str = "370102") -> str:
    """A valid resident identity number."""
    number = number or next(_numbers)
    area = AREAS[(AREAS.index(area) + number // 1000) % len(AREAS)] if area in AREAS else area
    body = f"{area}{birth}{number % 1000:03d}"
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]


def uscc(number: int | None = None) -> str:
    """A valid unified social credit code."""
    body8 = f"{(number or next(_numbers)):08d}"
    rest = (11 - sum(int(c) * w for c, w in zip(body8, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11) % 11
    body = f"91370100{body8}" + ("X" if rest == 10 else str(rest))
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    return body + _USCC[(31 - sum(_USCC.index(c) * w for c, w in zip(body, weights, strict=True)) % 31) % 31]


def organization(city: Center | None = None, **values: object) -> Organization:
    n = next(_numbers)
    return Organization.objects.create(
        **{
            "name": f"齐鲁职业培训学校{n}", "uscc": uscc(n), "kind": Organization.Kind.TRAINING, "center": city or center(),
            "address": f"大学路{n}号", "contact": "李明", "phone": "053187210000", **values,
        }
    )  # fmt: skip


def user(name: str = "", **values: object) -> User:
    n = next(_numbers)
    number = resident_id(n)
    person = User(
        **{
            "username": f"user{n}", "name": name or f"王敏{n}", "document_type": DocumentType.RESIDENT_ID, "document_number": number,
            "document_index": document_index(DocumentType.RESIDENT_ID, number), "phone": "13800001234",
            "email": f"user{n}@example.com", **values,
        }
    )  # fmt: skip
    person.name_key = normalise_name(person.name)
    person.set_password(PASSWORD)
    person.save()
    return person


def actor(
    role: Role, city: Center | None = None, organisation: Organization | None = None, person: User | None = None
) -> Actor:
    """Somebody acting in this role, with a membership; office roles in Jinan unless another centre is given."""
    person = person or user()
    office = role in CENTER_ROLES or role in POOL_ROLES or role in (Role.BUREAU, Role.AUDITOR)
    place = city or (center("370000") if role == Role.PROVINCE else center() if office else None)
    if role in ORGANIZATION_ROLES and organisation is None:
        organisation = organization(city)
    membership, _ = Membership.objects.get_or_create(
        user=person, role=role, center=None if role in ORGANIZATION_ROLES else place, organization=organisation
    )
    return Actor.of(membership)
