"""What the cells of annex 2 can hold, and numbers and people that cannot be right (A2, 2.2).

Every function returns all unmet conditions and changes nothing.
"""

import datetime
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from sdzx.clauses import enforces
from sdzx.fields import label_of
from sdzx.personnel.models import Qualification
from sdzx.workflow import Blocker
from sites.applications.documents import age, area
from sites.applications.models import Application, ExaminerRow, StaffRow

# Text columns without a length of their own in the database.
LONGEST = {"phone": 30, "opinion": 1000}
LEAST = {"workstations": 1, "rooms": 1}
# What a room can measure (m²) and how old staff can be (years): beyond that it is a slip of the pen.
SMALLEST_ROOM, LARGEST_ROOM = Decimal(5), Decimal(5000)
YOUNGEST, OLDEST = 16, 90
MOST_STAFF = 100_000
ROOMS = ("owned_classroom", "owned_workshop", "rented_classroom", "rented_workshop")


@enforces("A2")
def values_unfit(model: type[models.Model], values: Mapping[str, Any], where: str = "") -> list[Blocker]:
    """Cells that the form has no room for: too long, out of range, not one of the choices."""
    found = []
    for name, value in values.items():
        field = model._meta.get_field(name)
        if not isinstance(field, models.Field) or field.is_relation or value is None:
            continue
        problems = [] if value == "" and not field.blank else _problems(field, value)
        found += [Blocker(f"{where}{field.verbose_name}：{problem}", "A2", name) for problem in problems]
    return found


def _problems(field: Any, value: Any) -> list[str]:
    if (most := LONGEST.get(field.name)) and len(value) > most:
        return [f"最多{most}个字，现为{len(value)}个字。"]
    if (least := LEAST.get(field.name)) and value < least:
        return [f"至少为{least}。"]
    try:
        field.clean(value, None)
    except ValidationError as error:
        return [str(message) for message in error.messages]
    return []


def rows_unfit(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> list[Blocker]:
    """The same for every cell of every row; the sentence names the row."""
    return [
        Blocker(blocker.sentence, blocker.clause)
        for number, row in enumerate(rows, 1)
        for blocker in values_unfit(model, {name: value for name, value in row.items() if name != "projects"}, f"第{number}行")
    ]  # fmt: skip


@enforces("A2")
def staff_implausible(application: Application) -> list[Blocker]:
    """Staff counts: somebody works there, no more than can be, parts within the total."""
    total = application.staff_total
    found = []
    if total == 0:
        found.append(Blocker("从事考核职工总数至少1人。", "A2", "staff_total"))
    for name in ("staff_total", "staff_managers", "staff_teachers"):
        number, label = getattr(application, name), label_of(Application, name)
        if number is None:
            continue
        if number > MOST_STAFF:
            found.append(Blocker(f"{label}（{number}）过大，请核对。", "A2", name))
        elif total is not None and number > total:
            found.append(Blocker(f"{label}（{number}）多于从事考核职工总数（{total}）。", "A2", name))
    return found


@enforces("A2")
def rooms_implausible(application: Application) -> list[Blocker]:
    """Rooms of a size that a room can have."""
    found = []
    for name in ROOMS:
        count, size = getattr(application, f"{name}s") or 0, Decimal(getattr(application, f"{name}_area") or 0)
        each = size / count if count else Decimal(0)
        if size < 0:
            found.append(Blocker("面积不能小于0。", "A2", f"{name}_area"))
        elif count and size and not SMALLEST_ROOM <= each <= LARGEST_ROOM:
            label = label_of(Application, f"{name}_area")
            mean = area(each.quantize(Decimal("0.01")))
            found.append(Blocker(f"{label}：平均每间{mean} m²，请核对间数和面积。", "A2", f"{name}_area"))
    return found


@enforces("A2")
def projects_without_room(application: Application) -> list[Blocker]:
    """No project uses more rooms than the premises have."""
    held = sum(getattr(application, f"{name}s") or 0 for name in ROOMS)
    if not held:
        return []
    return [
        Blocker(f"“{row.project.name}”填写了{row.rooms}个考场，考核场地共{held}间，请核对。", "A2")
        for row in application.projects.select_related("project")
        if row.rooms > held
    ]


@enforces("A2")
def people_doubled(rows: Sequence[StaffRow], day: datetime.date) -> list[Blocker]:
    """The same person in two rows, and people of an age that nobody at work has."""
    times = Counter((folded(row.name), row.birth_date) for row in rows)
    found = [
        Blocker(f"{next(row.name for row in rows if folded(row.name) == name)}重复填写（姓名、出生日期相同）。", "A2")
        for (name, _), count in times.items()
        if count > 1
    ]
    return found + [
        Blocker(f"{row.name}：请核对出生日期，年龄应在{YOUNGEST}岁至{OLDEST}岁之间。", "A2")
        for row in rows
        if not YOUNGEST <= age(row.birth_date, day) <= OLDEST
    ]


@enforces("A2")
def managers_more_than_counted(application: Application) -> list[Blocker]:
    """The rows of managers are no more than the head of the form counts."""
    listed, counted = application.managers.count(), application.staff_managers
    if counted is None or listed <= counted:
        return []
    return [Blocker(f"填写了{listed}名组织管理人员，多于管理人员数（{counted}）。", "A2")]


@enforces("2.2", "A2")
def cards_wrong(rows: Sequence[ExaminerRow], day: datetime.date) -> list[Blocker]:
    """No card number twice; where the register knows the card, it is this person's and valid on that day."""
    cards = Counter(folded(row.card_number) for row in rows)
    found = [Blocker(f"考评员证书号{card}重复填写。", "A2") for card, times in cards.items() if times > 1]
    held = Qualification.objects.filter(kind=Qualification.Kind.EXAMINER, card_number__in=list(cards))
    register = {each.card_number: each for each in held.select_related("person")}
    for row in rows:
        if known := register.get(folded(row.card_number)):
            found += [
                Blocker(f"{row.name}（证书号{row.card_number}）：{said}", "2.2") for said in _against(known, row, day)
            ]
    return found


def _against(known: Qualification, row: ExaminerRow, day: datetime.date) -> list[str]:
    person = known.person
    if folded(person.name) != folded(row.name):
        return ["考评员名册中该证书号属于另一人，请核对姓名和证书号。"]
    found = []
    if person.birth_date is not None and person.birth_date != row.birth_date:
        found.append("出生日期与考评员名册不一致。")
    if known.status != Qualification.Status.VALID:
        found.append(f"考评员名册中该证卡已{known.get_status_display()}。")
    elif known.valid_to < day:
        found.append(f"考评员名册中该证卡有效期已于{known.valid_to:%Y-%m-%d}届满。")
    elif known.valid_from > day:
        found.append(f"考评员名册中该证卡自{known.valid_from:%Y-%m-%d}起有效。")
    return found


def folded(text: str) -> str:
    """Full-width letters, blanks and case do not make another name or number."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
