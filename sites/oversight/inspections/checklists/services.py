"""Versions of the checklist: the only writer of Checklist. The province's hold everywhere, a centre's own in its city."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.db.models import Max

from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record as trace
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on
from sites.evaluations.rubrics.services import owner_of
from sites.oversight.inspections.answers import Item, items_of
from sites.oversight.inspections.checklists import rules
from sites.oversight.inspections.models import Checklist


def obstacles(checklist: Checklist) -> list[Blocker]:
    """What stands between a draft and its use."""
    return rules.checklist_unfit(items_of(checklist))


def _own(checklist: Checklist, by: Actor) -> None:
    if checklist.center != owner_of(by):
        raise Refused("全省统一的检查表由省中心修改；本中心可以另建自己的版本。")


@transaction.atomic
def create(*, by: Actor, name: str, items: Sequence[Item]) -> Checklist:
    """The next version of this office's checklist, as a draft. Raises Refused without the grant."""
    require(by, "checklist.edit")
    center = owner_of(by)
    newest = Checklist.objects.filter(center=center).aggregate(newest=Max("version"))["newest"] or 0
    made = Checklist.objects.create(
        center=center, version=newest + 1, name=name, items=[asdict(item) for item in items]
    )
    trace(by=by, verb="checklist.edit", label="新建检查表", subject=made, after={"items": len(items)})
    return made


@transaction.atomic
def edit(checklist: Checklist, *, by: Actor, name: str, items: Sequence[Item]) -> Checklist:
    """Change a draft. Raises Refused once it is in use, and for another office's."""
    locked(checklist)
    require(by, "checklist.edit", checklist)
    _own(checklist, by)
    if checklist.status != Checklist.Status.DRAFT:
        raise Refused("检查表启用后不能修改，请新建版本。")
    checklist.name, checklist.items = name, [asdict(item) for item in items]
    checklist.save(update_fields=["name", "items"])
    trace(by=by, verb="checklist.edit", label="修改检查表", subject=checklist, after={"items": len(items)})
    return checklist


@transaction.atomic
def put_in_use(checklist: Checklist, *, by: Actor) -> Checklist:
    """Inspections arranged from now on use it; the version so far is superseded and stays with its own. Raises Refused."""
    locked(checklist)
    _own(checklist, by)
    refuse_on(obstacles(checklist))
    for former in Checklist.objects.filter(center=checklist.center, status=Checklist.Status.IN_USE):
        advance(former, "supersede", by=by)
    advance(checklist, "put_in_use", by=by)
    return checklist
