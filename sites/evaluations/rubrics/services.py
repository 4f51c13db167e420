"""Versions of the rubric: the only writer of Rubric. The province's hold everywhere, a centre's own in its city (2.3)."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Max

from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on
from sites.evaluations.models import Rubric
from sites.evaluations.rubrics import rules
from sites.evaluations.rubrics.rules import Item


def owner_of(by: Actor) -> Center | None:
    """Whose rubrics this person writes: the province's have no centre."""
    return None if by.role == Role.PROVINCE else by.center


def items_of(rubric: Rubric) -> list[Item]:
    """Its rows."""
    return [Item(**item) for item in rubric.items]


def obstacles(rubric: Rubric) -> list[Blocker]:
    """What stands between a draft and its use."""
    return rules.rubric_unfit(items_of(rubric), rubric.pass_mark)


def _own(rubric: Rubric, by: Actor) -> None:
    if rubric.center != owner_of(by):
        raise Refused("全省统一的评估标准由省中心修改；本中心可以另建自己的版本。")


@transaction.atomic
def create(*, by: Actor, name: str, pass_mark: int, items: Sequence[Item]) -> Rubric:
    """The next version of this office's rubric, as a draft; it need not add up yet. Raises Refused without the grant."""
    require(by, "rubric.edit")
    center = owner_of(by)
    newest = Rubric.objects.filter(center=center).aggregate(newest=Max("version"))["newest"] or 0
    made = Rubric.objects.create(
        center=center, version=newest + 1, name=name, pass_mark=pass_mark, items=[asdict(item) for item in items]
    )
    trace(by=by, verb="rubric.edit", label="新建评估标准", subject=made, after={"items": len(items)})
    return made


@transaction.atomic
def edit(rubric: Rubric, *, by: Actor, name: str, pass_mark: int, items: Sequence[Item]) -> Rubric:
    """Change a draft. Raises Refused once it is in use, and for another office's."""
    locked(rubric)
    require(by, "rubric.edit", rubric)
    _own(rubric, by)
    if rubric.status != Rubric.Status.DRAFT:
        raise Refused("评估标准启用后不能修改，请新建版本。")
    rubric.name, rubric.pass_mark, rubric.items = name, pass_mark, [asdict(item) for item in items]
    rubric.save(update_fields=["name", "pass_mark", "items"])
    after = {"items": len(items), "pass_mark": pass_mark}
    trace(by=by, verb="rubric.edit", label="修改评估标准", subject=rubric, after=after)
    return rubric


@transaction.atomic
def put_in_use(rubric: Rubric, *, by: Actor) -> Rubric:
    """Panels named from now on use it; the version in use so far is retired and stays with its panels. Raises Refused."""
    locked(rubric)
    _own(rubric, by)
    refuse_on(obstacles(rubric))
    for former in Rubric.objects.filter(center=rubric.center, status=Rubric.Status.IN_USE):
        advance(former, "retire", by=by)
    advance(rubric, "put_in_use", by=by)
    return rubric
