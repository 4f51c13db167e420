"""Take numbers from a counter. What a transaction takes and does not commit is given out again: no gap, no repeat."""

from django.db import connection

from sdzx.prepared import Statement, carry_out

TAKE = Statement("""
    INSERT INTO serials_serial AS s (scope, last) VALUES (%s, %s)
    ON CONFLICT (scope) DO UPDATE SET last = s.last + EXCLUDED.last
    RETURNING last
""")


def take(scope: str, count: int = 1) -> range:
    """The next `count` numbers of the scope, from 1 on. Must run inside a transaction, whose end frees the counter."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number outside a transaction could be lost")
    if count < 1:
        raise ValueError(count)
    with connection.cursor() as cursor:
        carry_out(cursor, (TAKE, (scope, count)))
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)
