"""The one door through which a status changes: STEPS say when, grants say who, `visible_to` says over what.

A slice's model derives from `Flow`, names its FLOW and lists its STEPS. Its services call `advance()`, which locks the
row, checks all three, writes the status and the trace in the caller's transaction, or raises Refused.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.expressions import RawSQL

from sdzx import clock
from sdzx.clauses import CLAUSES
from sdzx.prepared import Call, Statement

if TYPE_CHECKING:
    from sdzx.accounts.actors import Actor

R = TypeVar("R", bound="models.Model")
P = ParamSpec("P")
T = TypeVar("T")
ATTEMPTS = 5
VERSION = "{table}.xmin::text || {table}.ctid::text"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One unmet condition: a Chinese sentence, the clause that demands it, the form field or page where to mend it."""

    sentence: str
    clause: str = ""
    field: str = ""
    url: str = ""

    @property
    def citation(self) -> str:
        return CLAUSES[self.clause].citation if self.clause else ""

    def __str__(self) -> str:
        return f"{self.sentence}（{self.citation}）" if self.clause else self.sentence


class Refused(Exception):
    """A service will not do it. `blockers` has every unmet condition, not only the first."""

    def __init__(self, blockers: Iterable[Blocker] | str) -> None:
        self.blockers = (Blocker(blockers),) if isinstance(blockers, str) else tuple(blockers)
        super().__init__("；".join(map(str, self.blockers)))


class Overtaken(Exception):
    """Somebody changed the row after it was judged. For `atomic_again` only; nobody is told."""


def refuse_on(blockers: Iterable[Blocker]) -> None:
    """Raise Refused with all of them when there are any."""
    if found := tuple(blockers):
        raise Refused(found)


@dataclass(frozen=True, slots=True)
class Step:
    """A row of a flow's table: the verb, from which states, to which one, and what the confirm page says."""

    verb: str
    label: str
    sources: tuple[str, ...]
    target: str
    clause: str = ""
    danger: bool = False
    ground: bool = False
    consequence: str = ""
    automatic: bool = False


class Flow(models.Model):
    """A record with a status. `uid` is what addresses show: it cannot be guessed."""

    FLOW: ClassVar[str]
    STEPS: ClassVar[tuple[Step, ...]]
    MAIN: ClassVar[tuple[str, ...]]
    TONES: ClassVar[Mapping[str, str]] = {}

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    status_at = models.DateTimeField(default=clock.now, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        status: Any

        def get_status_display(self) -> str: ...

    @property
    def tone(self) -> str:
        """How the badge looks: neutral, progress, good, warning or bad."""
        return self.TONES.get(self.status, "neutral")


def flows() -> list[type[Flow]]:
    """Every model with a flow, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Flow)]


def step_of(model: type[Flow] | Flow, verb: str) -> Step:
    """The step of that name. KeyError when the flow has none."""
    for step in model.STEPS:
        if step.verb == verb:
            return step
    raise KeyError(f"{model.FLOW}.{verb}")


def available(record: Flow, actor: Actor) -> list[Step]:
    """The steps that this person may press now: by grant and by state. Scope is the caller's: the record was found."""
    return [
        step
        for step in record.STEPS
        if record.status in step.sources and not step.automatic and actor.may(f"{record.FLOW}.{step.verb}")
    ]


def locked(record: R) -> R:
    """Lock the row until the transaction ends and load it afresh. Raises DoesNotExist when it is gone."""
    if not connection.in_atomic_block:
        raise RuntimeError("a lock outside a transaction holds nothing")
    record.refresh_from_db(from_queryset=type(record)._default_manager.select_for_update(of=("self",)))
    return record


def refuse_unless_open(record: Flow, verb: str, *, by: Actor) -> str:
    """Lock, check grant, scope and state of a step; the status that the record has now.

    Raises Refused, saying who changed the record meanwhile when the state no longer fits. A service whose rules read what
    somebody else may have changed calls it before them, so that whoever comes second is told that first.
    """
    from sdzx.audit.services import last_entry

    step = step_of(record, verb)
    manager: Any = type(record)._default_manager
    visible = Value(True) if step.automatic else Exists(manager.visible_to(by).filter(pk=OuterRef("pk")))
    rows = manager.select_for_update(of=("self",)).annotate(found_by_actor=visible)
    status: str
    status, found = rows.values_list("status", "found_by_actor").get(pk=record.pk)
    record.status = status
    if not step.automatic:
        if not by.may(f"{record.FLOW}.{verb}"):
            raise Refused(f"您当前的身份（{by.title}）不能执行“{step.label}”。请切换身份或联系中心主任。")
        if not found:
            raise Refused("没有找到这条记录，或它不属于您所在的中心。")
    if status not in step.sources:
        last = last_entry(record)
        who = f"{last.actor_name}已于{last.local_time}将其“{last.label}”，" if last else ""
        raise Refused(f"{who}当前状态为“{record.get_status_display()}”，不能再“{step.label}”。请刷新页面。")
    return status


def advance(
    record: Flow,
    verb: str,
    *,
    by: Actor,
    ground: str = "",
    detail: Mapping[str, Any] | None = None,
    fields: Sequence[str] = (),
    seen: str = "",
    last: Callable[[], Mapping[str, Any]] | None = None,
) -> Step:
    """Take one step: lock, check grant, scope and state, write the status and the trace.

    `fields` names what the caller has set on the record and is written with the status. `detail` goes into the trace
    beside the statuses. Raises Refused, saying who changed the record meanwhile when the
    state no longer fits. An automatic step is taken by the system on behalf of `by` and needs no grant.

    `seen` is the version of the row (`version_of`) as the caller found it through `visible_to(by)` and judged it. It stands
    for the second look: the lock finds the row in that version, or raises Overtaken. `last` takes what many wait for, such
    as a number: it is called when nothing is left but the writes, sets its fields and returns its part of the detail.
    """
    from sdzx.audit.services import end_of_chain_as_seen
    from sdzx.audit.services import record as trace

    step = step_of(record, verb)
    fits = record.status in step.sources and (step.automatic or by.may(f"{record.FLOW}.{verb}"))
    status: str = record.status if seen and fits else refuse_unless_open(record, verb, by=by)
    if step.ground and not ground.strip():
        raise Refused([Blocker(f"请填写“{step.label}”的理由。", field="ground")])
    end = None
    if seen:
        end = end_of_chain_as_seen(record, seen)
        if end is None:
            raise Overtaken(record)
    record.status, record.status_at = step.target, clock.now()
    detail = {**(detail or {}), **(last() if last else {})}
    changed: list[str] = [
        "status",
        "status_at",
        *fields,
    ]  # a plain list: the type checker knows no status of the bare Flow
    if not seen:
        record.save(update_fields=changed)
    trace(
        by=by,
        verb=f"{record.FLOW}.{verb}",
        label=step.label,
        subject=record,
        ground=ground,
        before={"status": status},
        after={"status": step.target, **detail},
        end=end,
        together=[_update(record, changed)] if seen else [],
    )
    return step


def version_of(model: type[models.Model]) -> RawSQL:
    """An annotation: which version of its row a query sees. Every write makes another one."""
    table = connection.ops.quote_name(model._meta.db_table)
    return RawSQL(VERSION.format(table=table), (), output_field=models.TextField())  # noqa: S611 - names of our own models


def atomic_again(service: Callable[P, T]) -> Callable[P, T]:
    """`transaction.atomic` for a service that judges first and writes only what it judged: when it was overtaken,
    everything is rolled back and it begins again. Raises Refused when that happens time and again."""

    @wraps(service)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(ATTEMPTS):
            with suppress(Overtaken), transaction.atomic():
                return service(*args, **kwargs)
        raise Refused("这条记录正被他人修改，请刷新页面后重试。")

    return whole


def _update(record: Flow, names: Sequence[str]) -> Call:
    """The statement that writes these fields, and its values."""
    fields: list[Any] = [record._meta.get_field(name) for name in names]
    values = [field.get_db_prep_save(getattr(record, field.attname), connection) for field in fields]
    return _update_of(record._meta.db_table, tuple(field.column for field in fields)), [*values, record.pk]


@cache
def _update_of(table: str, columns: tuple[str, ...]) -> Statement:
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(column)} = %s" for column in columns)
    return Statement(f"UPDATE {quote(table)} SET {sets} WHERE id = %s")  # noqa: S608 - names of our own models; values are parameters


def advance_many(
    records: Sequence[Flow],
    verb: str,
    *,
    by: Actor,
    ground: str = "",
    details: Sequence[Mapping[str, Any]] = (),
) -> Step:
    """`advance()` for hundreds of records of one flow, each once, in a handful of queries; `details` stand in their order.

    Everything or nothing: raises Refused with a sentence for every record that cannot take the step. What names a record
    in the trace (`str`, its centre) should be loaded with it.
    """
    from sdzx.audit.bulk import Act, record_many

    model, now = type(records[0]), clock.now()
    step = step_of(model, verb)
    before = _sources_of(records, step, by=by)
    if step.ground and not ground.strip():
        raise Refused([Blocker(f"请填写“{step.label}”的理由。", field="ground")])
    manager: Any = model._default_manager
    manager.filter(pk__in=before).update(status=step.target, status_at=now)
    for record in records:
        record.status, record.status_at = step.target, now
    acts = [
        Act(record, step.label, {"status": before[record.pk]}, {"status": step.target, **detail})
        for record, detail in zip(records, details or [{}] * len(records), strict=True)
    ]
    record_many(acts, by=by, verb=f"{model.FLOW}.{verb}", ground=ground)
    return step


def _sources_of(records: Sequence[Flow], step: Step, *, by: Actor) -> dict[int, str]:
    """Lock all, in the order of their keys; the status of each. Raises Refused as `refuse_unless_open()` does."""
    if not connection.in_atomic_block:
        raise RuntimeError("a lock outside a transaction holds nothing")
    if not step.automatic and not by.may(f"{records[0].FLOW}.{step.verb}"):
        raise Refused(f"您当前的身份（{by.title}）不能执行“{step.label}”。请切换身份或联系中心主任。")
    manager: Any = type(records[0])._default_manager
    visible = Value(True) if step.automatic else Exists(manager.visible_to(by).filter(pk=OuterRef("pk")))
    rows = manager.select_for_update(of=("self",)).filter(pk__in=[record.pk for record in records]).order_by("pk")
    rows = rows.annotate(found_by_actor=visible).values_list("pk", "status", "found_by_actor")
    found = {pk: status for pk, status, seen in rows if seen}
    blockers = []
    for record in records:
        status = found.get(record.pk)
        if status is None:
            blockers.append(Blocker("没有找到其中一条记录，或它不属于您所在的中心。"))
        elif status not in step.sources:
            record.status = status
            blockers.append(
                Blocker(f"{record}：当前状态为“{record.get_status_display()}”，不能“{step.label}”。请刷新页面。")
            )
    refuse_on(blockers)
    return found
