"""Every address of the portal by name, with arguments that lead to a record in Jinan."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from certificates.lookup import photos
from certificates.printing import services as printing
from exams.papers.models import HandOver
from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sdzx.audit.services import last_entry
from sdzx.files.services import store
from sdzx.workflow import Flow, advance
from tests.factories import (
    announcements,
    archive,
    certificates,
    changes,
    designs,
    dispatch,
    holders,
    oversight,
    papers,
    people,
    personnel,
    prints,
    registration,
    reviews,
    scores,
    sessions,
    sites,
)
from tests.records import MAKERS

FLOW_OF = {
    "specifications": "specification", "catalogue": "project", "qualifications": "qualification", "applications": "application",
    "evaluations": "evaluation", "rubrics": "rubric", "publications": "publication", "registry": "site", "oversight": "exit", "complaints": "complaint",
    "violations": "violation", "measures": "measure", "inspections": "inspection", "checklists": "checklist",
    "announcements": "announcement", "registration": "registration", "rosters": "roster", "review": "review_batch", "papers": "questions", "sessions": "session",
    "dispatch": "assignment", "reports": "supervision", "incidents": "incident", "scores": "scores", "sheets": "examiner_sheet",
    "handing": "certificate", "changes": "certificate_change",
    "corrections": "correction", "appeals": "appeal", "issuing": "certificate", "printing": "print_batch", "api_keys": "api_key", "electronic": "certificate", "patterns": "number_pattern",
    "designs": "design",
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


def published_announcement() -> Any:
    """With its frozen PDF."""
    made = announcements.published()
    made.document = pdf("announcement.pdf")
    made.save(update_fields=["document"])
    return made


def pdf(kind: str) -> Any:
    return store(papers.pdf(), name="文件.pdf", kind=kind)


def known_publication() -> Any:
    """A published notice with its frozen PDF."""
    made = sites.site().publication
    made.notice = pdf("publication.notice")
    made.save(update_fields=["notice"])
    return made


def traced() -> Any:
    """An entry about an application in Jinan."""
    record = MAKERS["application"]()
    with transaction.atomic():
        advance(record, "accept", by=people.actor(Role.CLERK))
    return last_entry(record)


def handed_over() -> Any:
    """A hand-over of a session's papers."""
    draw = sessions.session("running", candidates=1).draw
    return HandOver.objects.create(
        draw=draw,
        kind=HandOver.Kind.ISSUED,
        copies=2,
        packages=1,
        seal="完好",
        handed_by="甲",
        received_by="乙",
        recorded_by=people.user(),
    )


def arranged() -> Any:
    """A registration with a seat in a published session."""
    return sessions.session("published", candidates=1).seats.get().registration


def archive_case() -> Any:
    """The case of a session that exists: its page asks what it must hold."""
    session = sessions.session("ended", candidates=1)
    return archive.case(
        kind="session", subject_type="exams.session", subject_id=session.pk, organization=session.site.organization
    )


def asks_to_join() -> Any:
    """Somebody who asks to act for an institution."""
    return Membership.objects.create(
        user=people.user(), role=Role.REGISTRAR, organization=people.organization(), is_active=False, is_asked=True
    )


# What an address leads to when it is not its namespace's own record.
OTHER_RECORD: dict[str, Callable[[], Any]] = {
    "personnel:record": personnel.person, "personnel:edit": personnel.person, "personnel:account": personnel.person,
    "personnel:recuse": personnel.person, "qualifications:new": personnel.person,
    "personnel:end_recusal": lambda: personnel.recusal(personnel.person(), people.organization()),
    "personnel:train": personnel.person, "personnel:untrain": personnel.training, "personnel:card": personnel.qualified,
    "specifications:new": MAKERS["project"], "rosters:template": lambda: registration.item(),
    "review:desk": registration.submitted, "review:search-delete": lambda: reviews.search(),
    "panels:record": sites.visited, "panels:draw": sites.accepted,
    "panels:draw_seat": lambda: sites.panel_named().panel.members.last().evaluation,
    "dispatch:session": MAKERS["session"], "dispatch:draw": MAKERS["session"], "dispatch:invite": MAKERS["session"],
    "dispatch:check-in": MAKERS["session"], "dispatch:new-incident": MAKERS["session"], "papers:draw": MAKERS["session"],
    "papers:hand-over": lambda: sessions.session("running", candidates=1).draw,
    "papers:approve-opening": lambda: papers.opening(papers.question_set().parts.first()),
    "papers:hand-over-sheet": handed_over,
    "dispatch:document": lambda: dispatch.assignment(sessions.session("published", candidates=1), letter=pdf("dispatch.letter")),
    "measures:new": oversight.confirmed, "sheets:document": lambda: scores.examiner_sheet("submitted"), "sheets:open": lambda: sessions.session("running", candidates=1),
    "oversight:decision": lambda: sites.exit_case(status="published", document=pdf("exit.decision")),
    "registry:matters": lambda: changes.change(), "registry:change": MAKERS["site"], "registry:renewal": changes.ending_site,
    "punctuality:site": MAKERS["site"],
    "sessions:ticket": arranged, "bundles:record": sessions.bundle, "bundles:progress": sessions.bundle, "bundles:of-session": MAKERS["session"],
    "issuing:session": lambda: MAKERS["certificate"]().session, "issuing:session_document": lambda: MAKERS["certificate"]().session,
    "registry:publication": lambda: sites.site().publication, "registry:publication-pdf": known_publication,
    "audit:record": traced, "files:download": lambda: MAKERS["registration"]().photo,
    "accounts:member-end": lambda: Membership.objects.get(pk=people.actor(Role.CLERK).membership_id),
    "accounts:unit-join": asks_to_join,
    "notifications:open": lambda: certificates.numbered()[0].registration.user.notices.first(),
    "announcements:feed_city": people.center,
    "announcements:page": published_announcement, "announcements:pdf": published_announcement,
    "archive:record": archive_case, "archive:step": archive_case, "archive:document": archive_case,
    "archive:upload": archive_case, "archive:hold": archive_case,
    "archive:release": lambda: archive.held(archive_case()),
    "lookup:verify": MAKERS["certificate"], "lookup:photo": MAKERS["certificate"], "changes:new": MAKERS["certificate"],
    "printing:of-session": lambda: MAKERS["certificate"]().session, "printing:print": MAKERS["certificate"],
    "printing:reprint": MAKERS["certificate"], "printing:document": prints.made, "printing:spoil": prints.made,
    "printing:sheet": lambda: printing.copies_of(prints.made(passed=1)).get(),
    "handing:record": holders.handed, "handing:sheet": holders.handed, "handing:scan": holders.handed,
    "accounts:center": people.center, "designs:test_sheet": designs.overlay, "designs:calibrate": designs.overlay,
    "corrections:new": lambda: scores.confirmed().session.seats.get().registration,
    "appeals:new": lambda: scores.confirmed().session.seats.get().registration,
}  # fmt: skip


SLUGS: dict[str, dict[str, Any]] = {
    "changes:new": {"kind": "correction"},
    "applications:rows": {"section": "equipment", "kind": "template"}, "applications:rows_import": {"section": "equipment"},
    "applications:section": {"section": "unit"}, "applications:document": {"kind": "annex2"},
    "publications:document": {"kind": "notice"}, "announcements:document": {"kind": "announcement"},
    "review:document": {"kind": "summary", "form": "xlsx"},
    "registration:document": {"kind": "form"}, "papers:document": {"kind": "filing"}, "papers:part": {"kind": "paper"},
    "papers:request-opening": {"kind": "paper"}, "dispatch:draw": {"duty": "examiner"}, "dispatch:document": {"kind": "letter"},
    "reports:document": {"kind": "report"}, "scores:document": {"kind": "sheet"}, "sheets:document": {"kind": "sheet"}, "issuing:session_document": {"kind": "list"},
    "accounts:reset-confirm": {"uidb64": "MQ", "token": "no-token"}, "sessions:document": {"kind": "seating"},
    "archive:upload": {"kind": "other"}, "archive:document": {"kind": "index"}, "workdays:record": {"uid": 2026},
    "workdays:amend": {"year": 2026}, "workdays:template": {"year": 2026}, "workdays:edition": {"year": 2026, "version": 1},
    "catalogue:template": {"kind": "xlsx"}, "catalogue:export": {"kind": "csv"},
    "catalogue:version": {"version": 1}, "accounts:own-data-file": {"form": "json"},
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
    owner = getattr(record, "person", None) or getattr(record, "case", None) or record
    for key in pattern.pattern.converters:
        if record is None or key in given:
            continue
        if key == "uid":
            target = owner if short(name) in THROUGH_OWNER else record
            given[key] = getattr(target, "uid", target.pk)
        elif key in ("pk", "number"):
            given[key] = record.pk
        elif key == "verb":
            given[key] = verb_of(record)
        elif key == "code":
            given[key] = record.code
        elif key == "token":
            given[key] = photos.address(record.photo_id).split("/")[-2]
    return given


THROUGH_OWNER = frozenset({"personnel:end_recusal", "personnel:untrain", "archive:release"})


def verb_of(record: Flow) -> str:
    return next(step.verb for step in record.STEPS if not step.automatic)
