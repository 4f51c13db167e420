"""What the slice prints: the filing form, the hand-over sheet, and the stamp on every copy that somebody reads."""

import io
from typing import Any

import pikepdf

from exams.papers.models import HandOver, QuestionPart, QuestionSet
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.documents.render import render
from sdzx.documents.tags import clock as clock_text
from sdzx.documents.tags import day
from sdzx.files.media import PDF
from sdzx.files.services import content


def filing_form(question_set: QuestionSet, *, responsible: str, filing: dict[str, Any] | None = None) -> bytes:
    """试卷（题库）备案表. `filing` is the province's answer as the template wants it."""
    specification = question_set.specification
    context = {
        "number": question_set.code,
        "center": question_set.center.name,
        "province": Center.objects.filter(kind=Center.Kind.PROVINCE).values_list("name", flat=True).first() or "",
        "submitted_on": question_set.filed_at or clock.today(),
        "project": specification.project.name,
        "specification": str(specification),
        "title": f"{specification.project.name}题卷",
        "version": question_set.code,
        "mode": specification.get_mode_display(),
        "duration": f"{specification.minutes}分钟",
        "parts": [_part(part) for part in question_set.parts.select_related("file")],
        "authors": [_person(each) for each in question_set.writers.select_related("employer")],
        "reviewers": [_person(each) for each in question_set.reviewers.select_related("employer")],
        "review": {"opinion": question_set.review_opinion, "on": question_set.reviewed_on},
        "responsible": responsible,
        "filing": filing,
    }
    return render("pdf/question_filing.html", context, title="专项职业能力考核试卷（题库）备案表")


def hand_over_sheet(hand_over: HandOver) -> bytes:
    """试卷交接单 of one hand-over."""
    session = hand_over.draw.session
    center, site = session.center.name, session.site.name
    outward = hand_over.kind == HandOver.Kind.ISSUED
    context = {
        "number": f"JJ{session.number}-{hand_over.pk}",
        "project": session.project.name,
        "session": session.number,
        "site_name": site,
        "date": session.day,
        "kind": hand_over.get_kind_display(),
        "items": [
            {
                "name": "考核试卷",
                "filing_number": hand_over.draw.question_set.filing_number,
                "packages": hand_over.packages,
                "copies": hand_over.copies,
                "seal": hand_over.seal,
                "note": hand_over.note,
            }
        ],
        "handed_by": {"unit": center if outward else site, "name": hand_over.handed_by},
        "received_by": {"unit": site if outward else center, "name": hand_over.received_by},
        "at": hand_over.at,
    }
    return render("pdf/handover.html", context, title="专项职业能力考核试卷交接单")


def stamped(part: QuestionPart, *, by: Actor) -> bytes:
    """The part's content; a PDF carries the reader's name and the moment across every page."""
    body = content(part.file)
    if part.file.media_type != PDF:
        return body
    now = clock.now()
    mark = f"{by.name}　{day(now)} {clock_text(now)}　{part.question_set.code}"
    stamp = render("exams/papers/stamp.html", {"mark": mark, "lines": range(6)}, title="水印")
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(body)) as document, pikepdf.open(io.BytesIO(stamp)) as overlay:
        for page in document.pages:
            page.add_overlay(overlay.pages[0], pikepdf.Rectangle(page.mediabox))
        document.save(target)
    return target.getvalue()


def _part(part: QuestionPart) -> dict[str, Any]:
    pages: int | str = "—"
    if part.file.media_type == PDF:
        with pikepdf.open(io.BytesIO(content(part.file))) as document:
            pages = len(document.pages)
    return {"name": part.get_kind_display(), "pages": pages, "sha256": part.file.sha256[:16]}


def _person(person: Any) -> dict[str, str]:
    employer = person.employer.name if person.employer else person.employer_name
    return {"name": person.name, "title": person.title, "employer": employer}
