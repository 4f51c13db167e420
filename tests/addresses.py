"""Every address of the portal by name, with arguments that lead to a record in Jinan."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from sdzx.workflow import Flow
from tests.factories import personnel, sites
from tests.records import MAKERS

FLOW_OF = {
    "specifications": "specification", "catalogue": "project", "qualifications": "qualification", "applications": "application",
    "evaluations": "evaluation", "publications": "publication", "registry": "site", "oversight": "exit",
    "announcements": "announcement", "registration": "registration", "papers": "questions", "sessions": "session",
    "dispatch": "assignment", "reports": "supervision", "incidents": "incident", "scores": "scores", "issuing": "certificate",
    "archive": "case", "home": "certificate", "preparations": "preparation",
}  # fmt: skip


def addresses() -> dict[str, URLPattern]:
    """Every pattern by `namespace:name`."""
    return dict(walk(get_resolver().url_patterns, ""))


def walk(patterns: list[Any], space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, ":".join(filter(None, (space, pattern.namespace))))
        else:
            yield f"{space}:{pattern.name}", pattern


# What an address leads to when it is not its namespace's own record.
OTHER_RECORD: dict[str, Callable[[], Any]] = {
    "personnel:record": personnel.person, "personnel:edit": personnel.person, "personnel:account": personnel.person,
    "personnel:recuse": personnel.person, "qualifications:new": personnel.person,
    "specifications:new": MAKERS["project"],
    "dispatch:session": MAKERS["session"], "dispatch:draw": MAKERS["session"], "dispatch:invite": MAKERS["session"],
    "dispatch:check-in": MAKERS["session"], "dispatch:new-incident": MAKERS["session"], "papers:draw": MAKERS["session"],
    "issuing:session": lambda: MAKERS["certificate"]().session, "issuing:session_document": lambda: MAKERS["certificate"]().session,
    "registry:publication": lambda: sites.site().publication, "registry:publication-pdf": lambda: sites.site().publication,
}  # fmt: skip
SLUGS: dict[str, dict[str, str]] = {
    "applications:section": {"section": "unit"}, "applications:document": {"kind": "form"},
    "publications:document": {"kind": "notice"}, "announcements:document": {"kind": "announcement"},
    "registration:document": {"kind": "form"}, "papers:document": {"kind": "filing"}, "papers:part": {"kind": "paper"},
    "papers:request-opening": {"kind": "paper"}, "dispatch:draw": {"duty": "examiner"}, "dispatch:document": {"kind": "letter"},
    "reports:document": {"kind": "report"}, "scores:document": {"kind": "sheet"}, "issuing:session_document": {"kind": "list"},
    "accounts:reset-confirm": {"uidb64": "MQ", "token": "no-token"}, "lookup:verify": {"code": "nothing"},
}  # fmt: skip


def short(name: str) -> str:
    """`reports:record` of `dispatch:reports:record`."""
    return ":".join(name.split(":")[-2:])


def record_for(name: str) -> Any:
    """The record that the address leads to; None when it takes none."""
    if short(name) in OTHER_RECORD:
        return OTHER_RECORD[short(name)]()
    flow = FLOW_OF.get(name.split(":")[-2])
    return MAKERS[flow]() if flow else None


def arguments(name: str, pattern: URLPattern, record: Any) -> dict[str, Any]:
    """The keyword arguments of the address for that record."""
    given: dict[str, Any] = dict(SLUGS.get(short(name), {}))
    for key in pattern.pattern.converters:
        if key == "uid" and record is not None:
            given.setdefault(key, record.uid if hasattr(record, "uid") else record.pk)
        elif key == "verb":
            given[key] = verb_of(record)
        elif key == "code" and hasattr(record, "code"):
            given.setdefault(key, record.code)
    return given


def verb_of(record: Flow) -> str:
    return next(step.verb for step in record.STEPS if not step.automatic)

