"""What a clerk should look at: unmet conditions, weak materials, who may be the same person, what came before (3.2)."""

from dataclasses import dataclass

from django.db.models import DateField, Exists, F, Func, OuterRef, Q, QuerySet
from django.urls import reverse

from exams.registration import rules
from exams.registration.models import Registration
from exams.registration.photos.rules import sentences
from sdzx import policy
from sdzx.accounts.actors import Actor
from sdzx.accounts.rules import Likeness, possible_same_person
from sdzx.workflow import Blocker

SHOWN = 10  # earlier registrations of a person


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence with a tone (bad: it cannot be accepted as it is; warning: look), and where to look."""

    sentence: str
    tone: str = "warning"
    url: str = ""


def hints(record: Registration, actor: Actor) -> list[Hint]:
    """Everything that is not plain; empty when nothing strikes."""
    numbers = policy.of(record.center)
    unmet: list[Blocker] = [*rules.too_young(record.birth_date, record.item, numbers), *rules.identity(record)]
    found = [Hint(str(each), "bad") for each in unmet]
    if record.photo is None:
        found.append(Hint("没有照片。", "bad"))
    found += [Hint(each) for each in sentences(record.photo_warnings)]
    if not record.evidence.all():
        found.append(Hint("没有上传证明材料。"))
    return [*found, *(_same(each) for each in same_persons(record, actor))]


def same_persons(record: Registration, actor: Actor) -> list[Registration]:
    """Live registrations that may be of the same person under another document."""
    namesakes = Registration.objects.visible_to(actor).filter(name_key=record.name_key, birth_date=record.birth_date)
    live = namesakes.exclude(status__in=Registration.ENDED).exclude(document_index=record.document_index)
    return [
        each
        for each in live.select_related("project", "item__project")[:SHOWN]
        if possible_same_person(_like(record), _like(each))
    ]


def history(record: Registration, actor: Actor) -> list[Registration]:
    """Other registrations of the same document, newest first."""
    same = Registration.objects.visible_to(actor).filter(document_index=record.document_index)
    return list(same.exclude(pk=record.pk).select_related("project", "item__project", "unit").order_by("-pk")[:SHOWN])


def warned(records: QuerySet[Registration], minimum_age: int) -> QuerySet[Registration]:
    """Those with something to look at, as far as a query can tell."""
    twins = Registration.objects.filter(
        center=OuterRef("center"), name_key=OuterRef("name_key"), birth_date=OuterRef("birth_date")
    ).exclude(document_index=OuterRef("document_index")).exclude(status__in=Registration.ENDED)  # fmt: skip
    oldest = Func(
        F("item__exam_from"), template="(%(expressions)s - make_interval(years => %(years)d))::date", years=minimum_age,
        output_field=DateField(),
    )  # fmt: skip
    return records.filter(
        Q(photo=None) | ~Q(photo_warnings=[]) | ~_evidenced() | Exists(twins)
        | Q(birth_date__gt=oldest)
    )  # fmt: skip


def evidenced(records: QuerySet[Registration], there: bool) -> QuerySet[Registration]:
    """Those with evidence, or those without."""
    return records.filter(_evidenced() if there else ~_evidenced())


def _evidenced() -> Exists:
    return Exists(Registration.evidence.through.objects.filter(registration_id=OuterRef("pk")))


def _same(other: Registration) -> Hint:
    sentence = f"可能与另一证件的报名是同一人（姓名和出生日期相同）：{other.number or '未提交'}，{other.item}，{other.get_status_display()}"
    return Hint(sentence, "warning", reverse("registration:record", args=[other.uid]))


def _like(record: Registration) -> Likeness:
    return Likeness(record.name_key, record.birth_date, record.phone, record.document_index)
