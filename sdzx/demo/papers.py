"""The question sets of a city, in every state of their filing (4.1)."""

from exams.papers import services
from exams.papers.models import QuestionPart, QuestionSet
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.catalogue.services import current_specification
from sdzx.demo import pictures
from sdzx.demo.city import City, uploaded
from sdzx.demo.days import day, on

Kind, Status = QuestionPart.Kind, QuestionSet.Status
WRITTEN = -90


def usable(city: City, project: Project, count: int) -> list[QuestionSet]:
    """Sets of a project that the province has recorded."""
    return [_taken_to(city, project, Status.USABLE, WRITTEN) for _ in range(count)]


def every_state(city: City) -> None:
    """One set in each of the other states."""
    for number, status in enumerate((Status.DRAFT, Status.REVIEWED, Status.FILED, Status.RETURNED)):
        _taken_to(city, city.projects[number % 3], status, -12)
    retired = _taken_to(city, city.projects[0], Status.USABLE, WRITTEN)
    with on(-70, 9):
        services.retire(retired, by=city.acts(Role.CUSTODIAN), ground="部分试题与新版规范不符。")


def _taken_to(city: City, project: Project, status: str, start: int) -> QuestionSet:
    custodian = city.acts(Role.CUSTODIAN)
    specification = current_specification(project)
    assert specification is not None
    with on(start, 9):
        made = services.create(
            by=custodian, specification=specification, writers=city.experts[:2], reviewers=city.experts[2:3]
        )
        for number, kind in enumerate((Kind.PAPER, Kind.STANDARD, Kind.KEY)):
            sealed = uploaded(
                pictures.scan(city.seed, made.pk * 3 + number), f"{kind.label}.pdf", custodian, sealed=True
            )
            services.attach(made, by=custodian, kind=kind, file=sealed)
    if status == Status.DRAFT:
        return made
    with on(start + 2, 9):
        services.review(made, by=custodian, opinion="内容与考核规范一致，难度适中，同意使用。")
        if status == Status.REVIEWED:
            return made
        services.file(made, by=custodian)
    return _answered(city, made, status, start + 5)


def _answered(city: City, made: QuestionSet, status: str, offset: int) -> QuestionSet:
    with on(offset, 9):
        if status == Status.RETURNED:
            services.return_filing(made, by=city.province, ground="评分标准未细化到操作步骤，请修改后重报。")
        elif status == Status.USABLE:
            number = f"鲁专题备〔{day(offset).year}〕{made.code[2:]}"
            services.record_filing(made, by=city.province, number=number, on=day(offset))
    return made
