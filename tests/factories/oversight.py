"""Violations and measures in named states, straight through the ORM."""

import datetime
import itertools
from typing import Any

from sdzx import clock
from sites.oversight.measures.models import Measure
from sites.oversight.violations.models import Violation
from sites.registry.models import Site
from tests.factories import sites

_numbers = itertools.count(1)
V, M, K = Violation.Status, Measure.Status, Measure.Kind
FACTS = "2026年3月考核中，2号考场监考人员中途离场20分钟。"
TEN = datetime.timedelta(days=10)


def violation(of: Site | None = None, status: str = V.RECORDED, **values: Any) -> Violation:
    """Of yesterday, with one piece of evidence and ten days for the answer."""
    today = clock.today()
    given = {
        "site": of or sites.site(), "ground": Violation.Ground.DISCIPLINE, "facts": FACTS, "status": status,
        "happened_on": today - datetime.timedelta(days=1), "response_due": today + TEN,
    }  # fmt: skip
    if status == V.RESPONDED:
        given["response"] = "监考人员突发疾病，已补派。"
    if status in (V.CONFIRMED, V.DISMISSED):
        given["finding"] = "录像可证，说明不能免除责任。"
    made = Violation.objects.create(**{**given, **values})
    made.evidence.add(sites.stored("violation.evidence", "监控截图.pdf", sites.PDF + f"{next(_numbers)}".encode()))
    return made


def confirmed(of: Site | None = None, **values: Any) -> Violation:
    return violation(of, V.CONFIRMED, **values)


def measure(
    of: Site | None = None,
    kind: str = K.RECTIFICATION,
    status: str = M.ISSUED,
    violations: list[Violation] | None = None,
    **values: Any,
) -> Measure:
    """On one confirmed violation; all but a warning are due in ten days. A suspension leaves the site as it is."""
    on = violations or [confirmed(of)]
    given: dict[str, Any] = {
        "site": on[0].site, "kind": kind, "status": status, "number": f"济考监〔2026〕9{next(_numbers)}号",
        "issued_on": clock.today() - datetime.timedelta(days=1), "reasons": "监考不到位，影响考核秩序。",
    }  # fmt: skip
    if kind != K.WARNING:
        given |= {"requirements": "补充监考人员\n修订监考制度", "due": clock.today() + TEN}
    if status in (M.REPORTED, M.RETURNED, M.CLOSED) and kind != K.WARNING:
        given["report"] = "已补充监考人员2名，修订制度。"
    made = Measure.objects.create(**{**given, **values})
    made.violations.set(on)
    return made


def suspended(**values: Any) -> Measure:
    """A suspension of a suspended site."""
    return measure(sites.suspended_site(), K.SUSPENSION, **values)
