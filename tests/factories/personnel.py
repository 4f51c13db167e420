"""People of a centre's pool and their qualifications."""

import datetime
import itertools
from collections.abc import Sequence
from typing import Any

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Organization
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.documents.workbook import template_workbook
from sdzx.fields import document_index
from sdzx.identifiers import DocumentType
from sdzx.personnel.models import Assessment, Person, Qualification, Recusal, Training
from sdzx.personnel.register import columns
from tests.factories import people

_numbers = itertools.count(1)
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", ("国强", "建华", "秀英", "志明", "丽娟", "海涛", "晓燕")
VALID_FROM = datetime.date(2024, 1, 1)
VALID_TO = datetime.date(2035, 12, 31)
ROLES = {"examiner": Role.EXAMINER, "supervisor": Role.SUPERVISOR, "expert": Role.EXPERT}


def person(city: Center | None = None, **values: Any) -> Person:
    """Somebody in Jinan's pool unless another centre is given; the employer is not in the portal."""
    n = next(_numbers)
    number = values.pop("document_number", "") or people.resident_id(n, birth="19850315")
    given = {
        "center": city or people.center(), "name": SURNAMES[n % 10] + GIVEN[n % 7], "sex": "男" if int(number[16:17] or 1) % 2 else "女", "birth_date": datetime.date(1985, 3, 15),
        "education": "大学本科", "title": "高级讲师", "document_type": DocumentType.RESIDENT_ID, "document_number": number,
        "document_index": document_index(DocumentType.RESIDENT_ID, number), "phone": "13900001234",
        "employer_name": "山东省食品工业协会",
    }  # fmt: skip
    return Person.objects.create(**{**given, **values})


def qualified(
    kind: str = "examiner",
    *,
    project: Project | None = None,
    employer: Organization | None = None,
    city: Center | None = None,
    user: bool = False,
    of: Person | None = None,
    **values: Any,
) -> Qualification:
    """A valid qualification (2024 to 2035) for the project; with `user` the person can sign in (see `actor`)."""
    n = next(_numbers)
    who = of or person(city, **({"employer": employer, "employer_name": employer.name} if employer else {}))
    if user and who.user is None:
        who.user = people.user(who.name)
        who.save()
    given = {"card_number": f"{kind[:2].upper()}{n:06d}", "valid_from": VALID_FROM, "valid_to": VALID_TO}
    made = Qualification.objects.create(person=who, kind=kind, **{**given, **values})
    if project is not None:
        made.projects.add(project)
    return made


def actor(qualification: Qualification) -> Actor:
    """The person of the qualification, acting in that role; a user is made when there is none."""
    who = qualification.person
    if who.user is None:
        who.user = people.user(who.name)
        who.save()
    return people.actor(ROLES[qualification.kind], city=who.center, person=who.user)


def recusal(of: Person, organization: Organization) -> Recusal:
    """A declared relation between the two."""
    return Recusal.objects.create(person=of, organization=organization, reason="近亲属任职")


def training(of: Person | None = None, **values: Any) -> Training:
    """A training of 2025, passed."""
    given = {
        "name": "考评人员继续教育", "organizer": "济南市职业技能鉴定（指导）中心", "began_on": datetime.date(2025, 5, 12),
        "ended_on": datetime.date(2025, 5, 14), "hours": 24,
    }  # fmt: skip
    return Training.objects.create(person=of or person(), **{**given, **values})


def assessment(of: Qualification | None = None, **values: Any) -> Assessment:
    """The assessment of 2025, passed."""
    given = {"year": 2025, "grade": Assessment.Grade.PASSED}
    return Assessment.objects.create(qualification=of or qualified(), **{**given, **values})


def register_row(n: int, **values: Any) -> dict[str, Any]:
    """A row of the register's workbook: an examiner who is not registered yet, without projects."""
    number = people.resident_id(n, birth="19820606")
    given = {
        "name": SURNAMES[n % 10] + GIVEN[n % 7], "document_type": "居民身份证", "document_number": number,
        "phone": f"139{n:08d}", "education": "大学本科", "title": "高级技师", "employer_name": "山东省食品工业协会",
        "kind": "考评员", "card_number": f"KP2026{n:05d}", "valid_from": VALID_FROM, "valid_to": VALID_TO,
    }  # fmt: skip
    return {**given, **values}


def register_workbook(count: int = 0, projects: Sequence[Project] = (), rows: Sequence[dict[str, Any]] = ()) -> bytes:
    """A filled-in workbook of the register: `count` examiners for the projects, then the rows given."""
    listed = columns.names_of(projects)
    made = [register_row(n, projects=listed) for n in range(1, count + 1)]
    return template_workbook(title=columns.TITLE, columns=columns.COLUMNS, rows=[*made, *rows])
