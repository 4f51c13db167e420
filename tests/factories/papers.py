"""Question sets in every state, with sealed parts; straight ORM."""

import datetime
import io
import itertools

import pikepdf

from exams.papers.models import Draw, Opening, QuestionPart, QuestionSet
from sdzx import clock
from sdzx.accounts.models import Center, Organization
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import PreparationRequirement, Project, Specification, SpecificationTask
from sdzx.fields import document_index
from sdzx.files.services import store
from sdzx.identifiers import DocumentType
from sdzx.personnel.models import Person, Qualification
from tests.factories import people

_numbers = itertools.count(1)
LONG_AGO, FAR = datetime.date(2024, 1, 1), datetime.date(2035, 12, 31)


def project(**values: object) -> Project:
    """A project of the ministry, in force since 2024."""
    n = next(_numbers)
    return Project.objects.create(
        **{
            "code": f"ZX9{n:04d}", "name": f"糕点烘焙{n}", "field": "食品加工", "source": Project.Source.MINISTRY,
            "status": Project.Status.IN_FORCE, "in_force_from": LONG_AGO, **values,
        }
    )  # fmt: skip


def specification(of: Project | None = None, **values: object) -> Specification:
    """A specification in force: two tasks (60/40), three requirements, three examiners, 120 minutes."""
    made = Specification.objects.create(
        **{
            "project": of or project(), "version": 1, "status": Specification.Status.IN_FORCE, "definition": "制作面包的能力。",
            "audience": "有志从事面包烘焙的人员", "eligibility": "年满16周岁。", "examiner_composition": "考评员3人。",
            "mode": Specification.Mode.PRACTICE, "minutes": 120, "venue": "面积不小于60平方米。",
            "in_force_from": LONG_AGO, **values,
        }
    )  # fmt: skip
    for position, (name, weight) in enumerate([("面团调制", 60), ("成型烘烤", 40)], 1):
        SpecificationTask.objects.create(
            specification=made,
            position=position,
            name=name,
            procedure="按规范操作。",
            knowledge="原料知识。",
            weight=weight,
        )
    rows = [
        ("venue", "操作室", "间", 1, False),
        ("equipment", "醒发箱", "台", 2, False),
        ("material", "高筋面粉", "千克", 1.5, True),
    ]
    for position, (kind, name, unit, quantity, each) in enumerate(rows, 1):
        PreparationRequirement.objects.create(
            specification=made,
            position=position,
            kind=kind,
            name=name,
            unit=unit,
            quantity=quantity,
            per_candidate=each,
        )
    return made


def expert(city: Center | None = None, employer: Organization | None = None, name: str = "") -> Person:
    """A member of the pool with a valid expert's qualification for every project."""
    n = next(_numbers)
    city = city or people.center()
    number = people.resident_id()
    person = Person.objects.create(
        center=city, name=name or f"孙专家{n}", document_type=DocumentType.RESIDENT_ID, document_number=number,
        document_index=document_index(DocumentType.RESIDENT_ID, f"{number}-{n}"), employer=employer, employer_name="山东技师学院",
        title="高级讲师",
    )  # fmt: skip
    Qualification.objects.create(
        person=person, kind=Qualification.Kind.EXPERT, card_number=f"ZJ{n:06d}", valid_from=LONG_AGO, valid_to=FAR
    )
    return person


def pdf(pages: int = 1) -> bytes:
    """A small valid PDF."""
    document, target = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    document.save(target)
    return target.getvalue()


def part(of: "QuestionSet", kind: str = QuestionPart.Kind.PAPER) -> QuestionPart:
    """A sealed part of a set."""
    label = QuestionPart.Kind(kind).label
    kept = store(pdf(), name=f"{label}.pdf", kind="questions.part", sealed=True)
    return QuestionPart.objects.create(question_set=of, kind=kind, file=kept)


def question_set(
    status: str = QuestionSet.Status.USABLE, *, spec: Specification | None = None, city: Center | None = None,
    parts: tuple[str, ...] = ("paper", "standard"), experts: bool = True, **values: object
) -> QuestionSet:  # fmt: skip
    """A set in that state, with writers, reviewers and sealed parts."""
    n = next(_numbers)
    city = city or people.center()
    if status in (QuestionSet.Status.USABLE, QuestionSet.Status.RETIRED):
        values = {"filing_number": f"鲁备2026-{n:04d}", "recorded_on": datetime.date(2026, 1, 5), **values}
    if status not in (QuestionSet.Status.DRAFT, QuestionSet.Status.REVIEWED):
        values = {"filed_at": datetime.datetime(2026, 1, 4, 2, tzinfo=datetime.UTC), **values}
    made = QuestionSet.objects.create(
        **{"code": f"TJ9{n:05d}", "center": city, "specification": spec or specification(), "status": status, **values}
    )
    if experts:
        made.writers.add(expert(city))
        made.reviewers.add(expert(city))
    for kind in parts:
        part(made, kind)
    return made


def draw(session, *, of: QuestionSet | None = None, **values: object) -> Draw:
    """A usable set drawn for the session, released 30 minutes before its start."""
    chosen = of or question_set(spec=session.specification, city=session.center)
    return Draw.objects.create(
        **{
            "session": session, "question_set": chosen, "seed": "0" * 32, "candidates": [chosen.code],
            "release_at": session.starts_at - datetime.timedelta(minutes=30),
            "drawn_by": people.actor(Role.CUSTODIAN, session.center).user, **values,
        }
    )  # fmt: skip


def opening(of: QuestionPart, *, requested_by=None, approved_by=None, hours: int = 2) -> Opening:
    """A request to open a part; approved when `approved_by` is given, for `hours` from now."""
    return Opening.objects.create(
        part=of, reason="打印试卷", requested_by=requested_by or people.user(), approved_by=approved_by,
        approved_at=clock.now() if approved_by else None,
        expires_at=clock.now() + datetime.timedelta(hours=hours) if approved_by else None,
    )  # fmt: skip
