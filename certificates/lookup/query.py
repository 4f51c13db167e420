"""The one query of the lookup. The ORM writes its SQL once per process, PostgreSQL plans it once per connection: planning
takes ten times as long as finding. Each request only sends the values.
"""

import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import OuterRef, Subquery

from certificates.issuing.models import Certificate, Print
from sdzx.identifiers import DocumentType

MOST = 20  # certificates of one person that one page shows
# How a fact is looked for, and how many values that takes: the type of the document is not asked for.
FACTS = {
    "code": ("code", 1),
    "number": ("number", 1),
    "document_index": ("document_index__in", len(DocumentType.values)),
    "name_key": ("name_key", 1),
}


class Row(NamedTuple):
    """What the database says of a certificate; `document_number` is still sealed."""

    number: str
    name: str
    document_type: str
    document_number: str
    project: str
    result: str
    issued_on: datetime.date
    center: str
    status: str
    site_status: str
    serial: str | None
    reprinted_at: datetime.datetime | None
    successor: str | None
    photo: int | None


_statements: WeakKeyDictionary[Any, dict[tuple[str, ...], str]] = WeakKeyDictionary()


@lru_cache(maxsize=16)
def sql_for(facts: tuple[str, ...]) -> str:
    """The statement that finds by these facts, in this order. Raises KeyError for an unknown one."""
    copies = Print.objects.filter(certificate=OuterRef("pk")).order_by("-id")
    found = Certificate.objects.all()
    marks: list[str] = []
    for fact in facts:
        lookup, count = FACTS[fact]
        own = [f"{fact}-{each}" for each in range(count)]
        found = found.filter(**{lookup: own if count > 1 else own[0]})
        marks += own
    query = (
        found.order_by("-issued_on", "-id")
        .values_list(
            "number", "name", "document_type", "document_number", "project_name", "result", "issued_on", "center__name",
            "status", "session__site__status", Subquery(copies.values("serial")[:1]),
            Subquery(copies.filter(is_reprint=True).values("printed_at")[:1]),
            "successor__number", "photo_id",
        )[:MOST]
        .query
    )  # fmt: skip
    statement, values = query.sql_with_params()
    if list(values) != marks:
        raise RuntimeError("the statement takes other values than the facts")
    return str(statement)


def rows(facts: Sequence[tuple[str, Sequence[str]]]) -> list[Row]:
    """Certificates for which every fact is one of its values; the newest first, at most MOST. One query."""
    values = [value for _, wanted in facts for value in wanted]
    with connection.cursor() as cursor:
        name = _prepared(tuple(name for name, _ in facts))
        cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(values))})", values)
        return [Row(*row) for row in cursor.fetchall()]


def _prepared(facts: tuple[str, ...]) -> str:
    """The name of the statement, prepared on this connection when it is not yet. A rollback leaves it as it is."""
    names = _statements.setdefault(connection.connection, {})
    if facts not in names:
        statement = sql_for(facts)
        for at in range(statement.count("%s")):
            statement = statement.replace("%s", f"${at + 1}", 1)
        names[facts] = f"lookup_{len(names) + 1}"
        with connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {names[facts]} AS {statement}")
    return names[facts]
