"""The checklist's own: when a version is put in use (5.1). The rest is that of every list in versions."""

from django.db import transaction

from sdzx.accounts.actors import Actor
from sdzx.workflow import Blocker
from sites.oversight.inspections.answers import items_of
from sites.oversight.inspections.checklists import rules
from sites.oversight.inspections.models import Checklist
from sites.versions import services as versions


def obstacles(checklist: Checklist) -> list[Blocker]:
    """What stands between a draft and its use."""
    return rules.checklist_unfit(items_of(checklist))


@transaction.atomic
def put_in_use(checklist: Checklist, *, by: Actor) -> Checklist:
    """Inspections arranged from now on use it; the version so far is superseded and stays with its own. Raises Refused."""
    return versions.put_in_use(checklist, by=by, unfit=obstacles, former="supersede")
