"""The registers of a city: experts, examiners, supervisors, a manager; some suspended or revoked (5.3)."""

from sdzx.accounts.roles import Role
from sdzx.accounts.services import password_changed
from sdzx.demo.city import City
from sdzx.demo.days import LONG_AGO, day
from sdzx.identifiers import DocumentType
from sdzx.personnel import services
from sdzx.personnel.models import Person, Qualification

Kind = Qualification.Kind
LETTERS = {Kind.EXPERT: "ZJ", Kind.EXAMINER: "KP", Kind.SUPERVISOR: "DD", Kind.MANAGER: "GL"}
TITLES = ("高级技师", "副教授", "讲师", "高级工程师", "技师")


def register(city: City, kind: Kind, number: int) -> Person:
    """Somebody with one card, valid for five years, and an account where the role signs in."""
    clerk, people = city.acts(Role.CLERK), city.people
    person = services.add_person(
        by=clerk, name=people.name(), document_type=DocumentType.RESIDENT_ID,
        document_number=people.resident_id(birth=people.birth(1965, 1992)), phone=people.phone(), education="大学本科",
        title=people.random.choice(TITLES), employer_name=f"{city.short}{people.random.choice(('职业大学', '工匠协会', '技能大师工作室'))}",
    )  # fmt: skip
    services.add_qualification(
        person, by=clerk, kind=kind, card_number=f"{LETTERS[kind]}{city.center.code[:4]}{day(LONG_AGO):%y}{number:04d}",
        valid_from=day(LONG_AGO), valid_to=day(LONG_AGO + 1826), projects=city.projects if kind == Kind.EXAMINER else (),
    )  # fmt: skip
    if kind != Kind.MANAGER:
        services.open_account(person, by=clerk)
        assert person.user is not None
        password_changed(person.user, label="设置密码")
    return person


def fill(city: City, *, rich: bool) -> None:
    """As many as the city's sessions need; in the first city also those who may not act any more."""
    counts = {
        Kind.EXPERT: 5 if rich else 4,
        Kind.EXAMINER: 12 if rich else 5,
        Kind.SUPERVISOR: 5 if rich else 2,
        Kind.MANAGER: 1,
    }
    for kind, count in counts.items():
        found = [register(city, kind, number) for number in range(1, count + 1)]
        if kind == Kind.EXPERT:
            city.experts = found
    if not rich:
        return
    director = city.acts(Role.DIRECTOR)
    late, away, back = (register(city, Kind.EXAMINER, number) for number in (91, 92, 93))
    services.suspend(_held(late), by=director, ground="未参加年度业务培训，待补训。")
    services.revoke(_held(away), by=director, ground="本人申请退出考评员队伍。")
    services.suspend(_held(back), by=director, ground="证卡遗失，核查中。")
    services.reinstate(_held(back), by=director, ground="证卡已补办。")


def _held(person: Person) -> Qualification:
    return person.qualifications.get()
