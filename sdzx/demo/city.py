"""A city of the demo: its centre and everybody who acts there, filled chapter by chapter."""

from dataclasses import dataclass, field

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Membership, User
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.demo.names import People
from sdzx.files.models import DRAFT, StoredFile
from sdzx.files.services import store
from sdzx.personnel.models import Person, Qualification
from sites.registry.models import Site

SLUGS = {
    "370100": "jinan", "370200": "qingdao", "370300": "zibo", "370400": "zaozhuang", "370500": "dongying",
    "370600": "yantai", "370700": "weifang", "370800": "jining", "370900": "taian", "371000": "weihai",
    "371100": "rizhao", "371300": "linyi", "371400": "dezhou", "371500": "liaocheng", "371600": "binzhou",
    "371700": "heze",
}  # fmt: skip


@dataclass
class City:
    """`projects` are those that the city examines, `hosts` act for its units, `sites` are published."""

    center: Center
    province: Actor
    projects: list[Project]
    people: People = field(init=False)
    office: dict[Role, Actor] = field(default_factory=dict)
    experts: list[Person] = field(default_factory=list)
    hosts: list[Actor] = field(default_factory=list)
    registrars: list[Actor] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = People(self.center.code)

    @property
    def slug(self) -> str:
        return SLUGS[self.center.code]

    @property
    def seed(self) -> int:
        """Distinguishes the pictures of one city from those of another."""
        return int(self.center.code) // 100 % 100

    @property
    def short(self) -> str:
        return self.center.city.removesuffix("市")

    def acts(self, role: Role) -> Actor:
        """Who holds the office in this city."""
        return self.office[role]

    def host_of(self, site: Site) -> Actor:
        """Who acts for the unit of a site."""
        return next(host for host in self.hosts if host.organization == site.organization)


def acting(user: User, role: Role) -> Actor:
    """The user in that role."""
    return Actor.of(Membership.objects.select_related("user", "center", "organization").get(user=user, role=role))


def acting_as(person: Person, kind: str) -> Actor:
    """A person of the pool in the role of a qualification's kind."""
    assert person.user is not None
    return acting(person.user, {Qualification.Kind.EXPERT: Role.EXPERT, Qualification.Kind.EXAMINER: Role.EXAMINER,
                                Qualification.Kind.SUPERVISOR: Role.SUPERVISOR}[Qualification.Kind(kind)])  # fmt: skip


def uploaded(body: bytes, name: str, by: Actor, *, sealed: bool = False) -> StoredFile:
    """As a form's upload field leaves it: a draft of that person."""
    return store(body, name=name, kind=DRAFT, by=by, sealed=sealed)
