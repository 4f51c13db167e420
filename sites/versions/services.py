"""Versions of a list: the only writer of those models. The province's hold everywhere, a centre's own in its city."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max

from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.workflow import Blocker, Flow, Refused, advance, locked, refuse_on

V = TypeVar("V", bound=Flow)


def owner_of(by: Actor) -> Center | None:
    """Whose versions this person writes: the province's have no centre."""
    return None if by.role == Role.PROVINCE else by.center


def _own(version: Any, by: Actor) -> None:
    if version.center != owner_of(by):
        raise Refused(f"全省统一的{version.WORD}由省中心修改；本中心可以另建自己的版本。")


@transaction.atomic
def create(model: type[V], *, by: Actor, items: Sequence[Any], **values: Any) -> V:
    """The next version of this office's list, as a draft; it need not be fit for use yet. Raises Refused without the grant."""
    kind: Any = model
    verb, word, center, manager = f"{model.FLOW}.edit", kind.WORD, owner_of(by), kind.objects
    require(by, verb)
    newest = manager.filter(center=center).aggregate(newest=Max("version"))["newest"] or 0
    made: V = manager.create(center=center, version=newest + 1, items=[asdict(item) for item in items], **values)
    trace(by=by, verb=verb, label=f"新建{word}", subject=made, after={"items": len(items), **values})
    return made


@transaction.atomic
def edit(version: V, *, by: Actor, items: Sequence[Any], **values: Any) -> V:
    """Change a draft. Raises Refused once it is in use, and for another office's."""
    locked(version)
    held: Any = version
    verb, word = f"{version.FLOW}.edit", held.WORD
    require(by, verb, version)
    _own(version, by)
    if version.status != "draft":
        raise Refused(f"{word}启用后不能修改，请新建版本。")
    for name, value in {**values, "items": [asdict(item) for item in items]}.items():
        setattr(version, name, value)
    version.save(update_fields=[*values, "items"])
    trace(by=by, verb=verb, label=f"修改{word}", subject=version, after={"items": len(items), **values})
    return version


@transaction.atomic
def put_in_use(version: V, *, by: Actor, unfit: Callable[[V], list[Blocker]], former: str) -> V:
    """What begins from now on goes by it; the version so far takes the step `former` and stays with its own. Raises Refused."""
    locked(version)
    _own(version, by)
    refuse_on(unfit(version))
    held: Any = version
    for each in held.__class__.objects.filter(center=held.center, status="in_use"):
        advance(each, former, by=by)
    advance(version, "put_in_use", by=by)
    return version
