"""The candidates of a city: through their units or by themselves, with documents of every kind, in every state (3.2)."""

import datetime
import itertools
from typing import Any

from exams.announcements.models import AnnouncementItem
from exams.registration import services
from exams.registration.entry.conditions import conditions
from exams.registration.entry.services import Met
from exams.registration.models import Registration
from exams.registration.waiting import services as offers
from sdzx.accounts.actors import Actor
from sdzx.accounts.codes import vouched
from sdzx.accounts.models import Organization
from sdzx.accounts.roles import Role
from sdzx.accounts.rules import proven_by
from sdzx.accounts.services import sign_up_organization, sign_up_person
from sdzx.demo import names, pictures, reviews, rosters
from sdzx.demo.announcements import WINDOWS
from sdzx.demo.announcements import item as open_now
from sdzx.demo.city import City, acting, uploaded
from sdzx.demo.days import on
from sdzx.demo.office import unit
from sdzx.demo.shortcuts import PASSWORD
from sdzx.identifiers import DocumentType, birth_date

UNITS = ("康家养老服务有限公司", "金穗农业专业合作社", "连锁餐饮管理有限公司")
FOREIGN = (
    DocumentType.HMT_RESIDENCE, DocumentType.FOREIGN_PR, DocumentType.HM_PERMIT, DocumentType.TW_PERMIT, DocumentType.PASSPORT,
)  # fmt: skip
ALONE = 6  # every sixth candidate registers without a unit
SHOWN = "孙晓雯"


def units(city: City) -> None:
    """Employers that register their people."""
    for number, name in enumerate(UNITS, 1):
        login = f"registrar.{city.slug}" if number == 1 else f"registrar{number}.{city.slug}"
        kind = Organization.Kind.ENTERPRISE
        city.registrars.append(unit(city, f"{city.short}{name}", kind, Role.REGISTRAR, login, 80 + number))


def crowd(city: City, item: AnnouncementItem, count: int, *, accepted: bool = True) -> list[Registration]:
    """So many people who register for the batch within its window; all are accepted, or none yet."""
    opens = WINDOWS[item.batch - 1][0]
    turn = itertools.cycle(city.registrars)
    found = []
    with on(opens + 2, 10):
        for number in range(count):
            by = signed_up(city) if number % ALONE == 0 else next(turn)
            found.append(services.submit(entered(city, item, by, number), by=by))
    if accepted:
        with on(opens + 4, 15):
            services.accept_many([each.uid for each in found], by=city.acts(Role.CLERK))
    return found


def signed_up(city: City, name: str = "") -> Actor:
    """Somebody with an account of their own."""
    number, phone = city.people.resident_id(), city.people.phone()
    return sign_up_person(
        name=name or city.people.name(), document_type=DocumentType.RESIDENT_ID, document_number=number, phone=phone,
        password=PASSWORD, consented=True, consented_sensitive=True, proof=vouched(proven_by(phone, "")),
    )  # fmt: skip


def entered(city: City, item: AnnouncementItem, by: Actor, number: int) -> Registration:
    """A draft with everything in it."""
    people = city.people
    kind, name = _who(city, number)
    document = people.document(kind)
    values: dict[str, Any] = (
        {"name": name, "document_type": kind, "document_number": document} if by.organization else {}
    )
    born = birth_date(kind, document) or datetime.date(1988, 5, 1 + number % 28)
    photo = uploaded(pictures.portrait(city.seed, number % pictures.VARIANTS), "照片.jpg", by)
    return services.create(
        item, by=by, **values, phone=people.phone(), birth_date=None if by.user and not by.organization else born,
        sex=people.random.choice("男女"), ethnicity="维吾尔族" if "·" in name else people.random.choice(names.ETHNIC),
        education=people.random.choice(names.EDUCATION), employer_name=by.organization.name if by.organization else "",
        address=f"{city.center.city}{people.random.choice(('阳光', '幸福', '和谐', '锦绣'))}小区{number % 30 + 1}号楼",
        claims=[Met(each) for each in conditions(item.announcement.eligibility)], eligibility="会这项技能，已从业一年以上。",
        needs="轮椅通道" if number % 29 == 7 else "", photo=photo, consented=True,
    )  # fmt: skip


def _who(city: City, number: int) -> tuple[DocumentType, str]:
    """Mostly residents; now and then a minority or rare name, a permit, a passport."""
    if number % 11 == 5:
        kind = FOREIGN[number // 11 % len(FOREIGN)]
        latin = kind in (DocumentType.FOREIGN_PR, DocumentType.PASSPORT)
        return kind, city.people.random.choice(names.LATIN) if latin else city.people.name()
    if number % 13 == 4:
        return DocumentType.RESIDENT_ID, city.people.random.choice(names.MINORITY)
    if number % 17 == 3:
        return DocumentType.RESIDENT_ID, city.people.random.choice(names.RARE)
    return DocumentType.RESIDENT_ID, city.people.name()


def every_state(city: City, item: AnnouncementItem) -> None:
    """In the batch that is open now: a draft, one returned, one rejected, one withdrawn, a waiting list
    with an offer taken, one lapsed and one open; rosters."""
    clerk = city.acts(Role.CLERK)
    found = list(Registration.objects.filter(item=item, status=Registration.Status.SUBMITTED).order_by("pk")[:4])
    with on(-6, 9):
        services.send_back(found[0], by=clerk, ground="照片背景不是白色，请更换。")
        services.reject(found[1], by=clerk, ground="考核首日未满16周岁的证明与证件不符。")
        services.accept(found[3], by=clerk)
    with on(-5, 9):
        first = Registration.objects.get(item=item, status=Registration.Status.OFFERED)
        offers.take_offer(first, by=_owner(city, first))
        services.withdraw(found[2], by=_owner(city, found[2]))
        entered(city, item, city.registrars[0], 1)
    reviews.every_state(city, item)
    colleague(city)
    rosters.every_state(city, open_now(city, city.projects[1], len(WINDOWS)))
    with on(-1, 15):  # nobody answered: the offer lapses, the next one has it now
        offers.turn(item.pk)


def colleague(city: City) -> None:
    """A second person of an employer asks to join, and waits for the first or for the centre."""
    organization = city.registrars[0].organization
    assert organization is not None
    phone = city.people.phone()
    with on(-1, 15):
        sign_up_organization(
            organization_name=organization.name, uscc=organization.uscc, kind=organization.kind, center=city.center,
            name=city.people.name(), phone=phone, username=f"colleague.{city.slug}", password=PASSWORD, role=Role.REGISTRAR,
            consented=True, proof=vouched(proven_by(phone, "")),
        )  # fmt: skip


def _owner(city: City, record: Registration) -> Actor:
    """Who may withdraw it: the candidate, or who registers for the unit."""
    if record.user is not None:
        return acting(record.user, Role.APPLICANT)
    return next(each for each in city.registrars if each.organization == record.unit)


def shown(city: City, items: list[AnnouncementItem]) -> None:
    """The candidate whose account is told: accepted in each of these batches."""
    with on(WINDOWS[0][0] + 1, 9):
        by = signed_up(city, SHOWN)
    for item in items:
        opens = WINDOWS[item.batch - 1][0]
        with on(opens + 1, 11):
            record = services.submit(entered(city, item, by, 0), by=by)
        with on(opens + 2, 11):
            services.accept(record, by=city.acts(Role.CLERK))
