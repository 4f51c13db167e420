"""Every due day that the portal keeps in a column is recomputed with the calendar, or there is a reason why not."""

import datetime

import pytest
from django.apps import apps
from django.db import models

from sdzx.accounts.actors import SYSTEM
from sdzx.audit.services import last_entry
from sdzx.workdays.recompute import DateChange, grouped, moved, recomputers
from sdzx.workdays.table import Deadline
from tests.factories import archive

DAY = datetime.date
RECOMPUTED = {
    "exams.Session.scores_due": "scores_due",
    "exams.Session.scores_statutory_due": "scores_due",
    "exams.Appeal.due_on": "appeal_due",
    "exams.SupervisionReport.due_on": "supervision_due",
    "certificates.CertificateChange.statement_due": "revocation_statement_due",
    "archive.Case.due_on": "case_due",
    "sites.Complaint.acceptance_due": "complaint_due",
    "sites.Complaint.due_on": "complaint_due",
}
SET_BY_HAND = "a day that an officer chose and that stands in a letter or notice; nothing is computed from it"
REASONS = {
    "exams.Session.scores_extended_to": "what the director granted is never shortened",
    "exams.ScoreExtension.before": "the record of what was granted",
    "exams.ScoreExtension.until": "the record of what was granted",
    "certificates.PurposeCopy.valid_until": "counted in calendar days and printed on the copy",
    "exams.Assignment.answer_by": "stands in the letter of dispatch, and never lies after the session",
    "sites.Measure.due": SET_BY_HAND,
    "sites.Violation.response_due": SET_BY_HAND,
    "sites.ExitCase.statement_due": SET_BY_HAND,
    "sites.Application.supplement_due": SET_BY_HAND,
    "archive.Case.disposal_allowed_from": "the earliest day of a destruction that was approved with this day",
}
NAMED = ("due", "until", "deadline", "answer_by", "allowed_from", "last_day", "extended_to")
IN_WORDS = ("期限",)


def kept():
    """Columns of days that are named, or called in Chinese, as terms."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if type(field) is not models.DateField:
                continue
            if any(part in field.name for part in NAMED) or any(part in field.verbose_name for part in IN_WORDS):
                yield f"{model._meta.label}.{field.name}"


def test_every_kept_due_day_is_recomputed_or_has_a_reason():
    assert sorted([*RECOMPUTED, *REASONS]) == sorted(kept())
    assert set(RECOMPUTED.values()) == set(recomputers)


def test_grouped_by_kind_each_by_day():
    later, sooner, other = (
        DateChange("乙", DAY(2026, 1, 1), DAY(2026, 1, 9), kind="成绩"),
        DateChange("甲", DAY(2026, 1, 1), DAY(2026, 1, 5), kind="成绩"),
        DateChange("丙", DAY(2026, 1, 1), DAY(2026, 1, 2), kind="投诉"),
    )
    assert grouped([later, other, sooner]) == [("成绩", [sooner, later]), ("投诉", [other])]


def test_note_says_whether_it_is_sure():
    words = [
        DateChange("", DAY(2026, 1, 1), DAY(2026, 1, 2), was_provisional=was, provisional=now).note
        for was, now in ((False, False), (True, False), (False, True), (True, True))
    ]
    assert words == ["", "由暂定转为确定", "转为暂定", "仍为暂定"]


@pytest.mark.django_db
def test_moved_writes_traces_and_never_takes_time_that_was_promised():
    case = archive.case(event_on=DAY(2026, 3, 2), due_on=DAY(2026, 3, 10))
    sooner, later = Deadline(DAY(2026, 3, 9), False, "2026-2"), Deadline(DAY(2026, 3, 11), True, "2026-2")

    def again(found, **more):
        return moved(case, "due_on", found, by=SYSTEM, kind="归档期限", url="/x/", **more)

    assert again(Deadline(case.due_on, False, "2026-2")) == []
    assert again(sooner, never_earlier=True) == []
    (change,) = again(later, never_earlier=True)
    assert (change.before, change.after, change.url, change.provisional) == (
        DAY(2026, 3, 10),
        DAY(2026, 3, 11),
        "/x/",
        True,
    )
    case.refresh_from_db()
    assert case.due_on == DAY(2026, 3, 11)
    entry = last_entry(case)
    assert (entry.label, entry.before, entry.after) == (
        "按新日历重算归档期限",
        {"due_on": "2026-03-10"},
        {"due_on": "2026-03-11", "calendar": "2026-2"},
    )
