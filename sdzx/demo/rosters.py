"""Rosters of the city's units: one taken, one to be decided, one discarded, one that could not be read (3.2)."""

import io
import zipfile
from typing import Any

from exams.announcements.models import AnnouncementItem
from exams.registration.roster import checking, columns, services, taking
from exams.registration.roster.models import Roster
from sdzx.accounts.actors import Actor
from sdzx.demo import names, pictures
from sdzx.demo.city import City, uploaded
from sdzx.demo.days import on
from sdzx.documents.workbook import template_workbook
from sdzx.identifiers import DocumentType

TITLE = "报名名单"
SIZE = 12


def every_state(city: City, item: AnnouncementItem) -> None:
    """In the batch that is open now, by the unit whose account is told."""
    by = city.registrars[0]
    with on(-4, 10):
        _taken(_checked(item, by, _people(city, SIZE), city))
    with on(-2, 15):
        services.discard(_checked(item, by, [*_people(city, 2), *_faulty(city)], city), by=by)
        _checked(item, by, [], city)
    with on(-1, 9):
        _checked(item, by, [*_people(city, SIZE), *_faulty(city)], city)


def _checked(item: AnnouncementItem, by: Actor, rows: list[dict[str, Any]], city: City) -> Roster:
    book = template_workbook(title=TITLE, columns=columns.COLUMNS, rows=rows, fillable=SIZE)
    roster, _ = services.receive(
        item, by=by, consented=True, workbook=uploaded(book, "名单.xlsx", by, sealed=True),
        photos=uploaded(_album(rows, city), "照片.zip", by),
    )  # fmt: skip
    checking.check(roster.pk)
    return roster


def _taken(roster: Roster) -> None:
    services.take(roster, by=Actor.of(roster.membership), places=Roster.Places.FIT)
    taking.take(roster.pk)


def _people(city: City, count: int) -> list[dict[str, Any]]:
    return [_person(city) for _ in range(count)]


def _person(city: City, **values: Any) -> dict[str, Any]:
    given = {
        "name": city.people.name(), "document_type": DocumentType.RESIDENT_ID.label, "document_number": city.people.resident_id(),
        "phone": city.people.phone(), "ethnicity": "汉族", "education": city.people.random.choice(names.EDUCATION),
        "address": f"{city.center.city}幸福小区{city.people.random.randint(1, 30)}号楼", "eligibility": "年满16周岁，从事相关工作一年以上。",
    }  # fmt: skip
    return given | values


def _faulty(city: City) -> list[dict[str, Any]]:
    """A wrong check digit, a number that Excel has cut, no phone, a minority name with another dot, a photo forgotten."""
    number = city.people.resident_id()
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    return [
        _person(city, document_number=wrong), _person(city, document_number=int(city.people.resident_id()[:17] + "0")),
        _person(city, phone=""), _person(city, name="阿卜杜拉•买买提", ethnicity="维吾尔"), _person(city, remark="照片后补"),
    ]  # fmt: skip


def _album(rows: list[dict[str, Any]], city: City) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("说明.txt", "照片以证件号码命名。")
        for number, row in enumerate(rows):
            if "remark" not in row:
                face = pictures.portrait(city.seed, number % pictures.VARIANTS)
                archive.writestr(f"{row['document_number']}.jpg", face)
    return target.getvalue()
