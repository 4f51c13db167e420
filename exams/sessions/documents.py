"""What a session prints: preparation notice, admission tickets, sign-in sheets, and what goes into its case."""

import datetime
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import pikepdf
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from exams.registration.documents import registration_form
from exams.sessions.models import Preparation, Seat, Session
from sdzx.catalogue.models import PreparationRequirement
from sdzx.documents import images, qr
from sdzx.documents.render import render, render_many
from sdzx.files.services import ContentMissing, content
from sdzx.identifiers import mask_document
from sdzx.policy import of
from sites.registry.models import Authorisation

NOTES = (
    "凭准考证和报名时所用的有效证件原件参加考核，缺一不得入场。",
    "按准考证上的时间到场签到，服从考务人员安排，对号入座。",
    "不得携带通信工具和与考核无关的物品进入考场。",
    "遵守操作规程和安全要求；考核结束后按要求离场，不得带走试卷和考核物品。",
)


def when(session: Session) -> dict[str, Any]:
    """Day, start and end in Shandong."""
    return {"date": session.day, "starts": session.starts_at, "ends": session.ends_at}


def preparation_notice(preparation: Preparation) -> bytes:
    """考核准备通知单, as far as it has been prepared."""
    session = preparation.session
    rooms = session.seats.values("room").distinct().count()
    held = Authorisation.objects.filter(site=session.site, project=session.project).first()
    items = list(preparation.items.all())
    sections = [
        {"name": label, "rows": [_row(item) for item in items if item.kind == kind]}
        for kind, label in PreparationRequirement.Kind.choices
    ]
    context = {
        "number": session.number.replace("CC", "ZB", 1), "center": session.center.name, "site_name": session.site.name,
        "contact": session.site.contact, "phone": session.site.phone, "project": session.project.name,
        "specification": str(session.specification), "session": session.number, **when(session),
        "candidates": session.seats.count(), "rooms": rooms, "stations": held.workstations if held else 0,
        "sections": sections, "remarks": preparation.remarks, "issued_on": preparation.created_at,
        "acknowledged_by": preparation.acknowledged_by, "acknowledged_on": preparation.acknowledged_at,
    }  # fmt: skip
    return render("pdf/preparation_notice.html", context, title="专项职业能力考核准备通知单")


def _row(item: Any) -> dict[str, Any]:
    quantity = f"{item.quantity.normalize():f}"
    return {
        "name": item.name,
        "spec": item.spec,
        "unit": item.unit,
        "quantity": quantity,
        "note": item.note,
        "ready": item.ready,
    }


TICKET_RELATED = (
    "session__site", "session__project", "session__center", "session__specification", "registration__unit",
    "registration__photo",
)  # fmt: skip


def tickets(seats: Sequence[Seat]) -> bytes:
    """准考证 of these seats, one page each, laid out as one document. Raises UnprintableText."""
    title = f"准考证 {seats[0].ticket_number}" if len(seats) == 1 else "准考证"
    return render_many("pdf/admission_ticket.html", [_ticket(seat) for seat in seats], title=title)


def _ticket(seat: Seat) -> dict[str, Any]:
    session, candidate = seat.session, seat.registration
    arrive = session.starts_at - datetime.timedelta(minutes=of(session.center).ticket_arrival_minutes)
    return {
        "ticket_number": seat.ticket_number, "name": candidate.name, "sex": candidate.sex,
        "document_type": candidate.get_document_type_display(), "document_number": candidate.document_number,
        "unit": candidate.unit.name if candidate.unit else candidate.employer_name, "photo": _photo(candidate),
        "project": session.project.name, "mode": session.specification.get_mode_display(),
        "site_name": session.site.name, "address": session.site.address, "room": seat.room, "seat": seat.seat,
        **when(session), "arrive_by": arrive, "center": session.center.name, "phone": session.center.phone,
        "qr": qr.svg(sign_in_address(seat)), "notes": NOTES,
    }  # fmt: skip


def sign_in_address(seat: Seat) -> str:
    """What the QR code says: the sign-in page with this ticket looked up. Strangers get nothing from it."""
    path = reverse("sessions:sign-in", args=[seat.session.uid])
    return f"{settings.BASE_URL}{path}?ticket={seat.ticket_number}"


def _photo(candidate: Any) -> str:
    try:
        return images.data_uri(content(candidate.photo)) if candidate.photo else ""
    except ContentMissing:
        return ""


def sign_in_sheets(session: Session) -> bytes:
    """考场签到表, one for each room, with those who were dispatched."""
    people = session.assignments.filter(status__in=["accepted", "present"]).select_related("person", "qualification")
    staff = [
        {"role": each.get_duty_display(), "name": each.person.name, "card_number": each.qualification.card_number}
        for each in people
    ]
    seats = session.seats.select_related("registration__unit")
    return joined(
        render(
            "pdf/sign_in_sheet.html",
            {
                "project": session.project.name, "site_name": session.site.name, "room": room, "session": session.number,
                **when(session), "rows": [_listed(seat) for seat in group], "staff": staff,
            },
            title=f"签到表 {session.number} {room}",
        )
        for room, group in groupby(seats, key=lambda seat: seat.room)
    )  # fmt: skip


def attendance(session: Session) -> bytes:
    """考场安排及到考情况."""
    seats = list(session.seats.select_related("registration__unit"))
    counted = Counter(seat.get_attendance_display() for seat in seats)
    context = {
        "number": session.number, "project": session.project.name, "site_name": session.site.name, **when(session),
        "counts": f"应到{len(seats)}人，" + "，".join(f"{label}{number}人" for label, number in counted.items()),
        "started": session.started_at, "ended": session.ended_at,
        "seats": [
            _listed(seat) | {
                "room": seat.room, "attendance": seat.get_attendance_display(), "at": seat.signed_in_at,
                "note": seat.attendance_note,
            }
            for seat in seats
        ],
    }  # fmt: skip
    return render("exams/sessions/attendance.html", context, title=f"考场安排及到考情况 {session.number}")


def _listed(seat: Seat) -> dict[str, Any]:
    candidate = seat.registration
    return {
        "seat": seat.seat, "ticket_number": seat.ticket_number or "", "name": candidate.name,
        "document_number": mask_document(candidate.document_number),
        "unit": candidate.unit.name if candidate.unit else candidate.employer_name,
    }  # fmt: skip


def registration_forms(session: Session) -> bytes:
    """The registration forms of everybody seated, in one file."""
    seats = session.seats.select_related(
        "registration__item__announcement", "registration__photo", "registration__unit"
    )
    return joined(registration_form(seat.registration) for seat in seats)


def joined(documents: Iterable[bytes]) -> bytes:
    """Several PDFs as one."""
    target, whole = io.BytesIO(), pikepdf.new()
    for body in documents:
        with pikepdf.open(io.BytesIO(body)) as part:
            whole.pages.extend(part.pages)
    whole.save(target, static_id=True)
    return target.getvalue()


def spoken_time(session: Session) -> str:
    """«4月16日 09:00—11:00», for lists."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return f"{starts.month}月{starts.day}日 {starts:%H:%M}—{ends:%H:%M}"
