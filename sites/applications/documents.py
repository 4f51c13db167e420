"""Annex 2 and the centre's letters as printed forms."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sdzx.documents.render import render
from sites.applications.models import Application, ExaminerRow, IssuedDocument, ManagerRow

LETTER = "pdf/application_letter.html"


def age(born: datetime.date, day: datetime.date) -> int:
    """Whole years on that day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def area(value: Decimal | None) -> str:
    """Square metres without needless zeros; empty where none is given."""
    return "" if value is None else f"{Decimal(value):.2f}".rstrip("0").rstrip(".")


def shown(value: Any) -> str:
    """A number as printed: 0 is a number, nothing is an empty cell."""
    return "" if value is None else str(value)


def annex2_context(application: Application, day: datetime.date) -> dict[str, Any]:
    """All of annex 2; ages as on `day`. The date beside the seal is left open until submission."""
    return {
        "unit": application.organization.name,
        "responsible": application.responsible,
        "phone": application.phone,
        "address": application.address,
        "projects": project_names(application),
        "staff": {
            "total": shown(application.staff_total),
            "managers": shown(application.staff_managers),
            "teachers": shown(application.staff_teachers),
        },
        "owned": rooms(application, "owned"),
        "rented": rooms(application, "rented"),
        "equipment": list(application.equipment.values("name", "model", "quantity", "note")),
        "managers": [manager(row, day) for row in application.managers.all()],
        "examiners": [examiner(row, day) for row in application.examiners.all()],
        "opinion": application.opinion,
        "signed_on": application.submitted_at,
    }


def rooms(application: Application, tenure: str) -> dict[str, dict[str, str]]:
    """Classrooms and practice rooms, owned or rented."""
    return {
        key: {
            "count": shown(getattr(application, f"{tenure}_{name}s")),
            "area": area(getattr(application, f"{tenure}_{name}_area")),
        }
        for key, name in (("classrooms", "classroom"), ("practice", "workshop"))
    }


def manager(row: ManagerRow, day: datetime.date) -> dict[str, Any]:
    return {
        "name": row.name, "sex": row.sex, "age": age(row.birth_date, day), "education": row.education, "position": row.title,
        "certificate": row.certificate, "major": row.major, "note": row.note,
    }  # fmt: skip


def examiner(row: ExaminerRow, day: datetime.date) -> dict[str, Any]:
    return {
        "name": row.name, "sex": row.sex, "age": age(row.birth_date, day), "education": row.education, "title": row.title,
        "certificate": row.certificate, "trade": row.trade, "card_number": row.card_number,
    }  # fmt: skip


def project_names(application: Application) -> list[str]:
    return list(application.projects.values_list("project__name", flat=True))


def annex2_pdf(application: Application, day: datetime.date) -> bytes:
    """Raises UnprintableText (a refusal) when a name has a character that no font draws."""
    return render("pdf/annex2.html", annex2_context(application, day), title="山东省专项职业能力考点设立申请表")


def letter_pdf(
    application: Application,
    kind: IssuedDocument.Kind,
    *,
    number: str,
    day: datetime.date,
    contact: str,
    items: Sequence[str] = (),
    due_on: datetime.date | None = None,
) -> bytes:
    """One of the centre's letters. An item «名称：说明» is printed in two columns."""
    center = application.center
    context: Mapping[str, Any] = {
        "kind": IssuedDocument(application=application, kind=kind).called,
        "matter": application.get_kind_display(),
        "center": center.name,
        "number": number,
        "issued_on": day,
        "unit": application.organization.name,
        "projects": project_names(application),
        "application": application.number,
        "received_on": application.submitted_at,
        "items": [item_row(item) for item in items],
        "due_on": due_on,
        "remedy": f"对本决定有异议的，可自收到本决定书之日起向{center.bureau_name}提出。",
        "contact": contact,
        "phone": center.phone,
        "address": center.address,
    }
    return render(LETTER, context, title=f"{context['kind']} {application.number}")


def item_row(item: str) -> dict[str, str]:
    """«名称：说明» in its two parts."""
    name, _, reason = item.partition("：")
    return {"name": name, "reason": reason, "clause": "《工作规则》二"}
