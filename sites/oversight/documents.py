"""The decision by which a site loses its qualification, as a printed form."""

import datetime
from typing import Any

from django.utils import timezone

from sdzx.documents.render import render
from sites.oversight.models import ExitCase

AFTERWARDS = (
    "自决定之日起，不再向你单位安排新的考核；已安排的场次由市中心另行安排。",
    "此前依法取得的专项职业能力证书仍然有效。",
)


def decision_context(case: ExitCase, *, number: str, day: datetime.date, effective_on: datetime.date) -> dict[str, Any]:
    """`effective_on` is the day of the centre's decision; the bureau publishes it on `day`."""
    site = case.site
    center = site.center
    return {
        "issuer": center.bureau_name,
        "number": number,
        "issued_on": day,
        "heading": f"关于取消{site.name}专项职业能力考点资格的决定",
        "site_name": site.name,
        "code": site.code,
        "projects": [each.project.name for each in site.authorisations.select_related("project")],
        "causes": [case.get_ground_display()],
        "findings": f"{case.facts}\n{case.decision}",
        "evidence": [each.name for each in case.evidence.all()],
        "notified_on": timezone.localdate(case.created_at),
        "statement": case.statement,
        "effective_on": effective_on,
        "afterwards": AFTERWARDS,
        "remedy": f"对本决定有异议的，可自收到本决定之日起向{center.bureau_name}提出。",
    }


def decision_pdf(case: ExitCase, *, number: str, day: datetime.date, effective_on: datetime.date) -> bytes:
    context = decision_context(case, number=number, day=day, effective_on=effective_on)
    return render("pdf/exit_decision.html", context, title=context["heading"])
