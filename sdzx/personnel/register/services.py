"""Taking a workbook into the register, and giving the register out: thousands of rows, a handful of queries."""

from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction

from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Membership
from sdzx.audit.bulk import Act, record_many
from sdzx.audit.changes import differences
from sdzx.audit.services import record
from sdzx.personnel.models import Person, Qualification
from sdzx.personnel.register import columns
from sdzx.personnel.register.plan import Held, Plan, Whom, plan_of
from sdzx.personnel.services import EDIT, ROLES, settle_memberships
from sdzx.workflow import Blocker, Refused

IMPORT = "person.import"
BATCH = 500


def own_center(by: Actor) -> Center:
    """The centre whose register the actor keeps. Refused for everybody else."""
    require(by, EDIT)
    if by.center is None:
        raise Refused("只有市中心可以导入导出登记册。")
    return by.center


@transaction.atomic
def take(content: bytes, *, by: Actor, partly: bool = False) -> Plan:
    """Take a workbook into the centre's register (5.3); what was done stands in the plan given back.

    Refused with every problem when a row has any, unless `partly`: then the other rows are taken. The same workbook
    again changes nothing. Raises UnreadableWorkbook for a file that is no such workbook.
    """
    center = own_center(by)
    _one_at_a_time(center)
    plan = plan_of(content, center, lock=True)
    if plan.problems and not partly:
        raise Refused(Blocker(problem.sentence) for problem in plan.problems)
    if not plan.acts:
        return plan
    counts = plan.counts
    try:
        with transaction.atomic():
            acts = [*_write_people(plan.people), *_write_held(plan.held)]
    except IntegrityError as error:
        raise Refused("登记册在此期间由他人修改，请重新预览后再导入。") from error
    record_many(acts, by=by, verb=IMPORT)
    record(by=by, verb=IMPORT, label="导入队伍登记册", subject=center, after=counts)
    _settle(plan.held, by=by)
    return plan


@transaction.atomic
def give_out(held: Iterable[Qualification], *, by: Actor) -> bytes:
    """The register as a workbook that can be changed and taken again. It holds document numbers: this leaves a trace."""
    center = own_center(by)
    rows = list(held)
    record(by=by, verb="person.export", label="导出队伍登记册", subject=center, after={"行数": len(rows)})
    return columns.export(rows)


def _one_at_a_time(center: Center) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"personnel/import/{center.pk}"])


def _write_people(people: list[Whom]) -> list[Act]:
    """Create and change people; what the trace says of each."""
    new, changed = [each for each in people if each.new], [each for each in people if not each.new and each.changes]
    acts = []
    for each in (*new, *changed):
        held = {} if each.new else {name: getattr(each.person, name) for name in each.changes}
        before, after = differences(Person, held, each.changes)
        acts.append(Act(each.person, "导入人员" if each.new else "导入修改人员", before, after))
        for name, value in each.changes.items():
            setattr(each.person, name, value)
    Person.objects.bulk_create([each.person for each in new], batch_size=BATCH)
    fields = sorted({name for each in changed for name in each.changes})
    if fields:
        Person.objects.bulk_update([each.person for each in changed], fields, batch_size=BATCH)
    return acts


def _write_held(held: list[Held]) -> list[Act]:
    """Create and change qualifications with their projects; what the trace says of each."""
    new, changed = [each for each in held if each.new], [each for each in held if each.changed]
    for each in changed:
        for name, value in each.changes.items():
            setattr(each.qualification, name, value)
    Qualification.objects.bulk_create([each.qualification for each in new], batch_size=BATCH)
    Qualification.objects.bulk_update(
        [each.qualification for each in changed], ["valid_from", "valid_to"], batch_size=BATCH
    )
    _link_projects(new, [each for each in changed if each.moved])
    return [
        Act(each.qualification, "导入资格" if fresh else "导入修改资格", after=_spoken(each))
        for fresh, group in ((True, new), (False, changed))
        for each in group
    ]


def _link_projects(new: list[Held], moved: list[Held]) -> None:
    through = Qualification.projects.through
    through.objects.filter(qualification__in=[each.qualification for each in moved]).delete()
    through.objects.bulk_create(
        [
            through(qualification_id=each.qualification.pk, project_id=project.pk)
            for each in (*new, *moved)
            for project in each.projects
        ],
        batch_size=2 * BATCH,
    )


def _spoken(held: Held) -> dict[str, object]:
    made = held.qualification
    return {"证卡编号": made.card_number, "有效期起": made.valid_from, "有效期止": made.valid_to,
            "考评项目": [project.name for project in held.projects]}  # fmt: skip


def _settle(held: list[Held], *, by: Actor) -> None:
    """The accounts of those who gained a role; only few people of a workbook have an account already."""
    gained = [
        each.qualification for each in held if each.qualification.person.user_id and each.qualification.kind in ROLES
    ]
    active = set(
        Membership.objects.filter(
            user__in={each.person.user_id for each in gained}, center=by.center, is_active=True
        ).values_list("user", "role")
    )
    lacking = {
        each.person.pk: each.person
        for each in gained
        if (each.person.user_id, ROLES[each.kind]) not in active and each.status != Qualification.Status.REVOKED
    }
    for person in lacking.values():
        settle_memberships(person, by=by)
