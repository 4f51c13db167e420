"""Querysets written to SQL once and asked many times: for a wide query the ORM takes longer than PostgreSQL does.

For the few reads that stand on the path of thousands at one moment.
"""

import copy
from collections.abc import Callable
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=models.Model)


class Prepared(Generic[M]):
    """`build(*samples)` gives the queryset; each sample must be a value that the query has nowhere else.

    `ask(*values)` puts the values where the samples stood. Only values may differ, never the shape of the query.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M]], *samples: Any) -> None:
        self._build, self._samples = build, samples

    def ask(self, *values: Any) -> list[M]:
        """The records, as the queryset would give them."""
        queryset, compiler, sql, parameters, converters = self._written
        given = dict(zip(self._samples, values, strict=True))
        filled = tuple(given.get(each, each) for each in parameters)
        one = copy.copy(compiler)
        one.connection = connections[queryset.db]  # each thread has its own
        vars(one).update(as_sql=lambda: (sql, filled), get_converters=lambda columns: converters)
        query = SimpleNamespace(get_compiler=lambda using: one)
        asked: Any = SimpleNamespace(db=queryset.db, query=query, model=queryset.model, _known_related_objects={})
        return list(ModelIterable(asked))

    @cached_property
    def _written(self) -> tuple[models.QuerySet[M], Any, str, tuple[Any, ...], dict[int, Any]]:
        queryset = self._build(*self._samples)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        missing = [each for each in self._samples if each not in parameters]
        if missing:
            raise ValueError(f"not in the query: {missing}")
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        return queryset, compiler, sql, tuple(parameters), converters
