"""Contexts of the duty letter and of the supervision report, and the PDFs made from them."""

import datetime
from typing import Any

from django.utils import timezone

from exams.dispatch.items import SECTIONS, items_of
from exams.dispatch.models import Assignment, Incident, SupervisionReport
from exams.sessions.models import Seat, Session
from sdzx import clock, policy
from sdzx.documents import qr
from sdzx.documents.render import render

DUTIES = {
    Assignment.Duty.EXAMINER: [
        "佩戴证卡，按时到岗，考前检查场地、设备、工具和材料。",
        "按照考核规范和评分标准独立评判，不与他人商量分数。",
        "如实填写考场记录和评分记录并签字。",
        "有应当回避情形的，主动申请回避；遵守保密纪律和廉洁纪律。",
    ],
    Assignment.Duty.SUPERVISOR: [
        "佩戴证卡，按时到岗，对考点组织实施和考评人员履职进行督导。",
        "发现违纪违规情况的，当场制止、记录并保留证据。",
        "考核结束后次一工作日内在系统中提交督导报告。",
        "有应当回避情形的，主动申请回避；遵守保密纪律和廉洁纪律。",
    ],
}
PASSED = {"yes": True, "no": False, "na": None}


def duty_letter(assignment: Assignment, number: str) -> dict[str, Any]:
    """The context of templates/pdf/duty_letter.html; the QR code holds the card number, for the check-in."""
    session = assignment.session
    minutes = policy.of(session.center).ticket_arrival_minutes
    card = assignment.qualification.card_number
    return {
        "center": session.center.name,
        "number": number,
        "issued_on": clock.today(),
        "name": assignment.person.name,
        "role": assignment.get_duty_display(),
        "card_number": card,
        "employer": assignment.person.employer_name,
        "site_name": session.site.name,
        "address": session.site.address,
        "contact": session.site.contact,
        "phone": session.site.phone,
        "project": session.project.name,
        "session": session.number,
        "date": session.day,
        "starts": session.starts_at,
        "ends": session.ends_at,
        "arrive_by": session.starts_at - datetime.timedelta(minutes=minutes),
        "duties": DUTIES[Assignment.Duty(assignment.duty)],
        "accept_by": assignment.answer_by,
        "qr": qr.svg(card),
    }


def duty_letter_pdf(assignment: Assignment, number: str) -> bytes:
    """派遣函. Raises UnprintableText for a name that no font has."""
    return render("pdf/duty_letter.html", duty_letter(assignment, number), title=f"派遣函 {number}")


def supervision_report(report: SupervisionReport) -> dict[str, Any]:
    """The context of templates/pdf/supervision_report.html."""
    assignment = report.assignment
    session = assignment.session
    incidents = list(session.incidents.select_related("seat__registration", "person", "session__site").order_by("id"))
    return {
        "number": number_of(report),
        "center": session.center.name,
        "site_name": session.site.name,
        "project": session.project.name,
        "session": session.number,
        "date": session.day,
        "supervisor": assignment.person.name,
        "card_number": assignment.qualification.card_number,
        "arrived_at": assignment.checked_in_at or "",
        "left_at": report.left_at or "",
        "counts": {**attendance(session), "incidents": len(incidents)},
        "sections": [_section(report, section) for section in SECTIONS],
        "incidents": [_incident(incident) for incident in incidents],
        "opinion": report.summary,
        "rating": report.get_rating_display(),
        "submitted_on": report.submitted_at or "（草稿）",
    }


def supervision_report_pdf(report: SupervisionReport) -> bytes:
    """督导报告."""
    return render("pdf/supervision_report.html", supervision_report(report), title=str(report))


def number_of(report: SupervisionReport) -> str:
    """The report's number: the session's, and which of its reports it is."""
    return f"DD-{report.assignment.session.number}-{report.assignment_id}"


def attendance(session: Session) -> dict[str, int]:
    """Candidates expected, present and absent (those refused at the door count as absent)."""
    there = (Seat.Attendance.PRESENT, Seat.Attendance.LATE)
    marks = list(session.seats.values_list("attendance", flat=True))
    present = sum(mark in there for mark in marks)
    return {"registered": len(marks), "present": present, "absent": len(marks) - present}


def _section(report: SupervisionReport, section: str) -> dict[str, Any]:
    rows = [
        {
            "item": item.text,
            "passed": PASSED.get(report.answers.get(item.code, ""), ""),
            "note": report.notes.get(item.code, ""),
        }
        for item in items_of(section)
    ]
    return {"name": section, "rows": rows}


def _incident(incident: Incident) -> dict[str, Any]:
    handling = f"{incident.get_outcome_display()}：{incident.handling}" if incident.outcome else "待处理"
    return {
        "at": timezone.localtime(incident.reported_at).time(),
        "subject": subject_of(incident),
        "what": incident.facts,
        "handling": handling,
    }


def subject_of(incident: Incident) -> str:
    """Whom or what the incident is about."""
    if incident.seat:
        return incident.seat.registration.name
    return incident.person.name if incident.person else incident.session.site.name
