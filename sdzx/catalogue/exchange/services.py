"""Taking a table into the catalogue, and giving the catalogue out (1). The province does it."""

from django.db import IntegrityError, connection, transaction

from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.catalogue import services
from sdzx.catalogue.exchange.plan import Entry, Plan, plan_of
from sdzx.catalogue.models import Specification
from sdzx.workflow import Blocker, Refused

EDIT = "project.edit"


@transaction.atomic
def take(table: bytes, *, by: Actor, partly: bool = False) -> Plan:
    """Take a workbook or CSV into the catalogue, all of it as drafts (1); what was done stands in the plan given back.

    Refused with every problem when a row has any, unless `partly`: then the projects without problems are taken. The
    same table again changes nothing. Raises UnreadableWorkbook for a file that is no such table.
    """
    require(by, EDIT)
    require(by, "specification.edit")
    _one_at_a_time()
    plan = plan_of(table)
    if plan.problems and not partly:
        raise Refused(Blocker(problem.sentence) for problem in plan.problems)
    try:
        with transaction.atomic():
            for entry in plan.entries:
                _write(entry, by=by)
    except IntegrityError as error:
        raise Refused("目录在此期间由他人修改，请重新预览后再导入。") from error
    return plan


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('catalogue/import', 0))")


def _write(entry: Entry, *, by: Actor) -> None:
    project = entry.project
    if project is None:
        project = services.create_project(by=by, code=entry.code, **entry.values)
    elif entry.values:
        services.edit_project(project, by=by, **entry.values)
    if entry.content is None:
        return
    if entry.base is not None and entry.base.status == Specification.Status.DRAFT:
        services.edit_specification(entry.base, by=by, content=entry.content)
    else:
        services.create_specification(project, by=by, content=entry.content)
