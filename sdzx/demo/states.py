"""Which states of which flows the demo shows, and which it lacks."""

from collections import Counter
from typing import Any

from sdzx.ui.views import statuses
from sdzx.workflow import flows

# Passed through within one transaction, or held only while a worker is at it: nobody leaves a record there.
TRANSIENT = frozenset(
    {
        ("registration", "passed"),
        ("roster", "received"),
        ("roster", "checking"),
        ("roster", "taking"),
        ("review_batch", "pending"),
        ("print_batch", "printing"),
    }
)


def counts() -> dict[str, dict[str, int]]:
    """{flow: {state: records}}, every state of every flow named."""
    found: dict[str, dict[str, int]] = {}
    for model in flows():
        manager: Any = model._default_manager
        held = Counter(manager.order_by().values_list("status", flat=True))
        found[model.FLOW] = {state: held[state] for state in statuses(model)}
    return found


def lacking() -> list[str]:
    """`flow.state` for every state without a record."""
    return [
        f"{flow}.{state}"
        for flow, states in counts().items()
        for state, count in states.items()
        if not count and (flow, state) not in TRANSIENT
    ]
