"""Statements that PostgreSQL plans once a connection, and querysets that are written to SQL once and asked many times:
for a wide query the ORM takes longer than PostgreSQL does, and PostgreSQL longer to plan than to find.

For the few that stand on the path of thousands at one moment. A connection is a session of PostgreSQL's own: a pooler
that lends a session for one transaction cannot stand between.
"""

import copy
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import count
from types import SimpleNamespace
from typing import Any, Generic, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections, models
from django.db.models.query import ModelIterable
from psycopg2.extensions import AsIs

M = TypeVar("M", bound=models.Model)
_names = count(1)
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Statement:
    """A statement of our own, with `%s` where its values go. `carry_out` prepares it where a connection does not know it."""

    def __init__(self, sql: str, parameters: Sequence[Any] | None = None) -> None:
        self.name = f"sdzx_{next(_names)}"
        self.sql, self._parameters = sql, parameters

    def on(self, connection: Any, count: int) -> str:
        """The call with so many values, for this connection."""
        connection.ensure_connection()
        known = _known.setdefault(connection.connection, set())
        if self.name not in known:
            places = [AsIs(f"${number}") for number in range(1, count + 1)]
            # Not through Django's cursor: who counts queries counts the calls.
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} AS {self.sql}", self._parameters or places or None)
            known.add(self.name)
        return f"EXECUTE {self.name}" + (f" ({', '.join(['%s'] * count)})" if count else "")


Call: TypeAlias = tuple[Statement, Sequence[Any]]


def carry_out(cursor: Any, *calls: Call) -> None:
    """Carry out the statements in their order and in one round trip; the cursor has what the last one gives."""
    text = "; ".join(statement.on(cursor.db, len(values)) for statement, values in calls)
    cursor.execute(text, [value for _, values in calls for value in values])


class Prepared(Generic[M]):
    """`build(*samples)` gives the queryset; each sample must be a value that the query has nowhere else.

    `ask(*values)` puts the values where the samples stood. Only values may differ, never the shape of the query.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M]], *samples: Any) -> None:
        self._build, self._samples = build, samples

    def ask(self, *values: Any) -> list[M]:
        """The records, as the queryset would give them."""
        queryset, compiler, statement, converters = self._written
        one = copy.copy(compiler)
        one.connection = connections[queryset.db]  # each thread has its own
        sql = statement.on(one.connection, len(values))
        vars(one).update(as_sql=lambda: (sql, values), get_converters=lambda columns: converters)
        query = SimpleNamespace(get_compiler=lambda using: one)
        asked: Any = SimpleNamespace(db=queryset.db, query=query, model=queryset.model, _known_related_objects={})
        return list(ModelIterable(asked))

    @cached_property
    def _written(self) -> tuple[models.QuerySet[M], Any, Statement, dict[int, Any]]:
        queryset = self._build(*self._samples)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        missing = [each for each in self._samples if each not in parameters]
        if missing:
            raise ValueError(f"not in the query: {missing}")
        places = {sample: AsIs(f"${number}") for number, sample in enumerate(self._samples, 1)}
        statement = Statement(sql, [places.get(each, each) for each in parameters])
        return queryset, compiler, statement, compiler.get_converters([column for column, _, _ in compiler.select])
