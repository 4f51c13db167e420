"""Where a violation was found: earlier and later slices say how their record prefills one. Filled by their plugins."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sdzx.accounts.actors import Actor
from sdzx.files.models import StoredFile
from sdzx.workflow import Blocker, Flow
from sites.registry.models import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A file of the record that may be copied; `offered` ones are ticked beforehand."""

    file: StoredFile
    note: str
    offered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A complaint, inspection or incident as it prefills a violation. `site` is None when the record names none."""

    source: str
    record: Flow
    label: str
    url: str
    site: Site | None
    ground: str = ""
    facts: str = ""
    happened_on: datetime.date | None = None
    proofs: tuple[Proof, ...] = ()
    blockers: tuple[Blocker, ...] = ()


Finder = Callable[[Actor, uuid.UUID], Origin | None]
_finders: dict[str, Finder] = {}


def register(source: str, finder: Finder) -> None:
    """How a record of that source is found among those that the actor sees. Again changes nothing."""
    _finders[source] = finder


def sources() -> tuple[str, ...]:
    """The sources that are known: names of query parameters of `violations:new`."""
    return tuple(_finders)


def find(source: str, uid: uuid.UUID, actor: Actor) -> Origin | None:
    """The origin, or None when there is none that the actor sees."""
    return _finders[source](actor, uid)
