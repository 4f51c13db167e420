"""Projects and specifications in named states."""

import datetime
import itertools
from decimal import Decimal
from typing import Any

from sdzx.catalogue.models import PreparationRequirement, Project, Specification, SpecificationTask

_numbers = itertools.count(1)
START = datetime.date(2024, 1, 1)
TASKS = (("和面与发酵", "30"), ("整形与烘烤", "50"), ("成品检验", "20"))
REQUIREMENTS = (
    ("venue", "实训室", "通风良好", "间", "1", False),
    ("equipment", "层式烤箱", "三层六盘", "台", "2", False),
    ("tool", "电子秤", "精度1克", "台", "1", True),
    ("material", "高筋面粉", "符合食品安全标准", "千克", "2", True),
    ("staff", "考务人员", "熟悉设备操作", "人", "2", False),
)


def draft_project(**values: Any) -> Project:
    """A complete draft of the Ministry's catalogue, without a specification."""
    n = next(_numbers)
    given = {"code": f"ZX{n:04d}", "name": f"面包烘焙{n}", "field": "食品加工", "source": Project.Source.MINISTRY}
    return Project.objects.create(**{**given, "in_force_from": START, **values})


def project(**values: Any) -> Project:
    """In force since 2024, with version 1 of its specification in force (see `specification`)."""
    made = draft_project(**{"status": Project.Status.IN_FORCE, **values})
    specification(made)
    return made


def withdrawn_project(**values: Any) -> Project:
    """Withdrawn since 1 January 2025."""
    given = {"status": Project.Status.WITHDRAWN, "withdrawn_from": datetime.date(2025, 1, 1)}
    return project(**{**given, **values})


def specification(of: Project, **values: Any) -> Specification:
    """A version in force with three tasks (30, 50, 20 %) and a requirement of each of the five kinds."""
    given: dict[str, Any] = {
        "version": of.specifications.count() + 1,
        "status": Specification.Status.IN_FORCE,
        "definition": "运用工具和设备，按配方制作产品并检验成品的能力。",
        "audience": "运用或准备运用本项能力求职、就业的人员。",
        "eligibility": "年满16周岁，有相应劳动能力。",
        "examiner_composition": "每个考场至少3名考评员，人数为单数。",
        "mode": Specification.Mode.PRACTICE,
        "minutes": 120,
        "venue": "面积不少于60平方米，通风、采光良好。",
        "in_force_from": START,
    }
    made = Specification.objects.create(project=of, **{**given, **values})
    for position, (name, weight) in enumerate(TASKS, 1):
        SpecificationTask.objects.create(
            specification=made, position=position, name=name, procedure=f"能按规范完成{name}。",
            knowledge=f"{name}的基本知识。", weight=Decimal(weight),
        )  # fmt: skip
    for position, (kind, name, spec, unit, quantity, each) in enumerate(REQUIREMENTS, 1):
        PreparationRequirement.objects.create(
            specification=made, position=position, kind=kind, name=name, spec=spec, unit=unit,
            quantity=Decimal(quantity), per_candidate=each,
        )  # fmt: skip
    return made


def draft_specification(of: Project, **values: Any) -> Specification:
    """The next version, complete but not in force."""
    return specification(of, **{"status": Specification.Status.DRAFT, "in_force_from": None, **values})
