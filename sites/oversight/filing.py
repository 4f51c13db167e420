"""The case of a site's exit, and all cases that concern a site (5.2)."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.archive.models import Case
from sdzx.archive.registry import Contents, Requirement
from sdzx.archive.services import file_item, open_case
from sites.applications.models import Application
from sites.oversight.inspections.models import Inspection
from sites.oversight.measures.models import Measure
from sites.oversight.models import ExitCase
from sites.registry.models import Site

DECISION, EVIDENCE = "exit_decision", "exit_evidence"
PORTAL, CENTER = "系统生成", "市中心调查"


def archive(exit_case: ExitCase, *, by: Actor) -> Case:
    """Open the case when the procedure has ended, one way or the other, and file what it left behind."""
    case = open_case(
        kind=Case.Kind.EXIT, subject=exit_case, title=str(exit_case), center=exit_case.site.center, event_on=clock.today(), by=by
    )  # fmt: skip
    if exit_case.document:
        title = f"退出决定（{exit_case.number}）"
        file_item(case, by=by, kind=DECISION, title=title, file=exit_case.document, source=PORTAL)
    for proof in exit_case.evidence.order_by("id"):
        file_item(case, by=by, kind=EVIDENCE, title="证据", file=proof, source=CENTER)
    return case


def requirements(exit_case: ExitCase) -> Sequence[Requirement]:
    """The evidence; the decision when there was one."""
    published = exit_case.status == ExitCase.Status.PUBLISHED
    return [
        Requirement(DECISION, "退出决定", "市人社局", required=published),
        Requirement(EVIDENCE, "证据", "市中心"),
    ]


def subject(case: Case) -> ExitCase:
    return ExitCase.objects.get(pk=case.subject_id)


CONTENTS = Contents(requirements=requirements, subject=subject)


def cases_of(site: Site, actor: Actor) -> QuerySet[Case]:
    """Everything filed about a site that the actor may see: applications, inspections, measures, exits; the newest first."""
    subjects = (
        Application.objects.filter(Q(founded_site=site) | Q(site=site)),
        Inspection.objects.filter(site=site),
        Measure.objects.filter(site=site),
        ExitCase.objects.filter(site=site),
    )
    found = Q()
    for each in subjects:
        found |= Q(subject_type=each.model._meta.label_lower, subject_id__in=each.values("pk"))
    return Case.objects.visible_to(actor).filter(found)
