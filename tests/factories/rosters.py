"""Rosters in named states, made through the services, and the workbooks and ZIPs that units upload."""

import io
import itertools
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import xlsxwriter

from exams.announcements.models import AnnouncementItem
from exams.registration.roster import checking, columns, services, taking
from exams.registration.roster.models import Roster
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.files.models import DRAFT, StoredFile
from sdzx.files.services import store
from tests.factories import people, registration
from tests.factories.registration import jpeg

HEADERS = tuple(spec.header for spec in columns.COLUMNS)
_numbers = itertools.count(1)
Row = dict[str, Any]


def person(number: int, **values: Any) -> Row:
    """A row in which nothing is wrong; `number` tells people apart, up to 10,999."""
    birth = f"19{80 + number % 20}{number % 12 + 1:02d}{number % 28 + 1:02d}"
    document = people.resident_id(number, birth=birth)
    given = {
        "serial": str(number), "name": f"{'王李张刘陈'[number % 5]}{'伟敏静丽强磊洋'[number % 7]}{'军杰娟艳涛'[number // 7 % 5]}",
        "document_type": "居民身份证", "document_number": document, "sex": "男" if int(document[16]) % 2 else "女",
        "birth_date": f"{birth[:4]}-{birth[4:6]}-{birth[6:]}", "ethnicity": "汉族", "education": "大专", "phone": f"138{number:08d}",
        "employer_name": "齐鲁食品有限公司", "address": f"大学路{number}号", "eligibility": registration.ELIGIBLE, "needs": "",
        "photo_name": "", "remark": f"{number}组",
    }  # fmt: skip
    return {**given, **values}


def crowd(count: int, start: int = 1) -> list[Row]:
    """So many people, nothing wrong with any."""
    return [person(number) for number in range(start, start + count)]


def workbook(rows: Iterable[Mapping[str, Any]], *, headers: Sequence[str] = HEADERS, before: int = 0) -> bytes:
    """As a unit's Excel writes it: text as text, numbers as numbers, dates as dates; `before` rows stand above the headers."""
    buffer = io.BytesIO()
    by_header = {spec.header: spec.key for spec in columns.COLUMNS}
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("报名名单")
        for place, header in enumerate(headers):
            sheet.write_string(before, place, header)
        for number, row in enumerate(rows, start=before + 1):
            for place, header in enumerate(headers):
                value = row.get(by_header.get(header, header), "")
                if isinstance(value, str) and not value.startswith("="):
                    sheet.write_string(number, place, value) if value else None
                else:
                    sheet.write(number, place, value)
    return buffer.getvalue()


@lru_cache(maxsize=4)
def face(width: int = 295, height: int = 413) -> bytes:
    """A picture large enough for the certificate."""
    return jpeg(width, height)


def album(rows: Iterable[Mapping[str, Any]], **others: bytes) -> bytes:
    """A ZIP with a photo of each row, named by document number; `others` are further files by name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for row in rows:
            archive.writestr(f"照片/{str(row['document_number']).lower()}.JPG", face())
        for name, body in others.items():
            archive.writestr(name, body)
    return target.getvalue()


def draft(body: bytes, name: str, by: Actor, *, sealed: bool = False) -> StoredFile:
    """As a form's upload field leaves it."""
    return store(body, name=name, kind=DRAFT, by=by, sealed=sealed)


def registrar(city: Center | None = None) -> Actor:
    """Who registers for a unit."""
    return people.actor(Role.REGISTRAR, city)


def received(
    rows: Sequence[Mapping[str, Any]] | None = None, *, of: AnnouncementItem | None = None, by: Actor | None = None,
    content: bytes = b"", photos: bytes = b"",
) -> Roster:  # fmt: skip
    """Uploaded, not yet checked."""
    by = by or registrar()
    given = crowd(3) if rows is None else rows
    roster, _ = services.receive(
        of or registration.item(), by=by, consented=True,
        workbook=draft(content or workbook(given), f"名单{next(_numbers)}.xlsx", by, sealed=True),
        photos=draft(photos or album(given), "照片.zip", by),
    )  # fmt: skip
    return roster


def checked(rows: Sequence[Mapping[str, Any]] | None = None, **values: Any) -> Roster:
    """Checked by the worker, waits for the unit."""
    roster = received(rows, **values)
    checking.check(roster.pk)
    roster.refresh_from_db()
    return roster


def taken(rows: Sequence[Mapping[str, Any]] | None = None, *, places: str = Roster.Places.FIT, **values: Any) -> Roster:
    """Its good rows are registered."""
    roster = checked(rows, **values)
    services.take(roster, by=Actor.of(roster.membership), places=places)
    taking.take(roster.pk)
    roster.refresh_from_db()
    return roster
