"""The panel's letter and the evaluation report as printed forms."""

import datetime
from collections.abc import Mapping
from typing import Any

from sdzx.documents.render import render
from sdzx.workflow import Refused
from sites.applications.documents import project_names
from sites.evaluations import rules
from sites.evaluations.comparison import compare
from sites.evaluations.models import Panel, PanelMember

PREPARATIONS = (
    "申请材料原件，包括营业执照或法人证书、场地产权证明或租赁合同",
    "考核场地和设施设备开放备查，设备能够现场开机",
    "考核工作管理制度文本",
    "组织管理人员和考评员到场，携带身份证件和证书",
)


def employer(member: PanelMember) -> str:
    person = member.person
    return person.employer.name if person.employer else person.employer_name


def expert(member: PanelMember) -> dict[str, Any]:
    return {
        "name": member.person.name,
        "title": member.person.title,
        "employer": employer(member),
        "leader": member.leads,
    }


def members_of(panel: Panel) -> list[PanelMember]:
    """Who sits now, the leader first."""
    return list(panel.members.sitting().select_related("person__employer", "evaluation"))


def letter_context(panel: Panel, *, number: str, day: datetime.date, contact: str) -> Mapping[str, Any]:
    """Recusal can be asked for until the day before the visit, when there is one left."""
    application = panel.application
    center = application.center
    before = panel.visit_on - datetime.timedelta(days=1)
    return {
        "center": center.name,
        "number": number,
        "issued_on": day,
        "unit": application.organization.name,
        "address": application.address,
        "projects": project_names(application),
        "application": application.number,
        "matter": application.get_kind_display(),
        "visit_on": panel.visit_on,
        "starts": panel.starts_at,
        "experts": [expert(member) for member in members_of(panel)],
        "rubric": str(panel.rubric),
        "preparations": PREPARATIONS,
        "object_by": before if before > day else None,
        "contact": contact,
        "phone": center.phone,
    }


def letter_pdf(panel: Panel, *, number: str, day: datetime.date, contact: str) -> bytes:
    context = letter_context(panel, number=number, day=day, contact=contact)
    return render("pdf/panel_letter.html", context, title="专家评估组组建及实地考察通知")


def report_context(panel: Panel, *, number: str) -> Mapping[str, Any]:
    """Every member's marks side by side, what they said of each project, the leader's conclusion.

    Raises Refused until all have submitted.
    """
    compared = compare(panel)
    if compared is None:
        raise Refused(rules.not_all_submitted(panel))
    application = panel.application
    return {
        "number": number,
        "center": application.center.name,
        "unit": application.organization.name,
        "address": application.address,
        "projects": project_names(application),
        "visited_on": panel.visited_on,
        "rubric": str(panel.rubric),
        "experts": [{**expert(member), "submitted_on": member.evaluation.submitted_at} for member in members_of(panel)],
        "compared": compared,
        "conclusion": panel.get_conclusion_display(),
        "opinion": panel.opinion,
    }


def report_pdf(panel: Panel, *, number: str) -> bytes:
    return render("pdf/evaluation_report.html", report_context(panel, number=number), title="专家实地评估报告")
