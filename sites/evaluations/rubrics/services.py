"""The rubric's own: its rows, and when a version is put in use (2.3). The rest is that of every list in versions."""

from django.db import transaction

from sdzx.accounts.actors import Actor
from sdzx.workflow import Blocker
from sites.evaluations.models import Rubric
from sites.evaluations.rubrics import rules
from sites.evaluations.rubrics.rules import Item
from sites.versions import services as versions


def items_of(rubric: Rubric) -> list[Item]:
    """Its rows."""
    return [Item(**item) for item in rubric.items]


def obstacles(rubric: Rubric) -> list[Blocker]:
    """What stands between a draft and its use."""
    return rules.rubric_unfit(items_of(rubric), rubric.pass_mark)


@transaction.atomic
def put_in_use(rubric: Rubric, *, by: Actor) -> Rubric:
    """Panels named from now on use it; the version in use so far is retired and stays with its panels. Raises Refused."""
    return versions.put_in_use(rubric, by=by, unfit=obstacles, former="retire")
