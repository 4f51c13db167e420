"""Querysets written to SQL once and asked many times: for a wide query the ORM takes longer than PostgreSQL does, and
PostgreSQL longer to plan than to find. Each connection prepares the statement when it first needs it.

For the few reads that stand on the path of thousands at one moment. Connections are PostgreSQL's own sessions: a pooler
that lends a session for one transaction cannot stand between.
"""

import copy
from collections.abc import Callable
from functools import cached_property
from itertools import count
from types import SimpleNamespace
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections, models
from django.db.models.query import ModelIterable
from psycopg2.extensions import AsIs

M = TypeVar("M", bound=models.Model)
_names = count(1)
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Prepared(Generic[M]):
    """`build(*samples)` gives the queryset; each sample must be a value that the query has nowhere else.

    `ask(*values)` puts the values where the samples stood. Only values may differ, never the shape of the query.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M]], *samples: Any) -> None:
        self._build, self._samples = build, samples
        self._name = f"sdzx_{next(_names)}"

    def ask(self, *values: Any) -> list[M]:
        """The records, as the queryset would give them."""
        queryset, compiler, _, converters = self._written
        one = copy.copy(compiler)
        one.connection = connections[queryset.db]  # each thread has its own
        self._prepare(one.connection)
        sql = f"EXECUTE {self._name} ({', '.join(['%s'] * len(values))})"
        vars(one).update(as_sql=lambda: (sql, values), get_converters=lambda columns: converters)
        query = SimpleNamespace(get_compiler=lambda using: one)
        asked: Any = SimpleNamespace(db=queryset.db, query=query, model=queryset.model, _known_related_objects={})
        return list(ModelIterable(asked))

    def _prepare(self, connection: Any) -> None:
        connection.ensure_connection()
        known = _known.setdefault(connection.connection, set())
        if self._name in known:
            return
        _, _, (sql, parameters), _ = self._written
        places = {sample: AsIs(f"${number}") for number, sample in enumerate(self._samples, 1)}
        # Not through Django's cursor: who counts queries counts the asking.
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            cursor.execute(f"PREPARE {self._name} AS {sql}", [places.get(each, each) for each in parameters])
        known.add(self._name)

    @cached_property
    def _written(self) -> tuple[models.QuerySet[M], Any, tuple[str, tuple[Any, ...]], dict[int, Any]]:
        queryset = self._build(*self._samples)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        missing = [each for each in self._samples if each not in parameters]
        if missing:
            raise ValueError(f"not in the query: {missing}")
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        return queryset, compiler, (sql, tuple(parameters)), converters
