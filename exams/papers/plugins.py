"""What this slice brings to the house: menu, readers, what a question set's case holds, the way back."""

from typing import Any

from django.urls import reverse

from exams.papers.models import Draw, HandOver, QuestionSet
from exams.papers.services import FORM, SHEET
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive import registry
from sdzx.archive.models import Case, CaseItem
from sdzx.audit import provenance
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu

REQUIREMENTS = (
    registry.Requirement("filing", "题卷备案表", "系统"),
    registry.Requirement("minutes", "命题、审题会议记录", "命题管理", required=False),
)


def register() -> None:
    """Called by the composition root. Sealed parts have no reader: they are read through their own page only."""
    menu.register(
        menu.Item("题卷命题与备案", "papers:list", "命题", 500, roles=(Role.CUSTODIAN, Role.DIRECTOR, Role.PROVINCE)),
        menu.Item("抽题与试卷交接", "papers:draws", "命题", 510, grants=("papers.draw",)),
    )
    for kind in (FORM, SHEET):
        register_reader(kind, may_read_form)
    registry.register(Case.Kind.QUESTIONS, registry.Contents(lambda subject: REQUIREMENTS, subject_of))
    provenance.register(way_back)


def may_read_form(actor: Actor, stored: StoredFile) -> bool:
    """Filing forms and hand-over sheets carry no question: those who know of sets, and the archive, read them."""
    if actor.role == Role.PROVINCE:
        return True
    if actor.role not in (Role.CUSTODIAN, Role.DIRECTOR, Role.ARCHIVIST):
        return False
    filed = CaseItem.objects.filter(file=stored, case__center=actor.center)
    return filed.exists() or HandOver.objects.filter(sheet=stored, draw__session__center=actor.center).exists()


def subject_of(case: Case) -> QuestionSet:
    """The set of a case."""
    return QuestionSet.objects.get(pk=case.subject_id)


def way_back(certificate: Any) -> list[provenance.Link]:
    """The set that the certificate's session drew, and its filing."""
    drawn = (
        Draw.objects.select_related("question_set__specification__project").filter(session=certificate.session).first()
    )
    if drawn is None:
        return []
    question_set = drawn.question_set
    facts = (
        f"备案号{question_set.filing_number}",
        f"备案日期{question_set.recorded_on}",
        f"抽题种子{drawn.seed[:12]}…",
    )
    url = reverse("papers:record", args=[question_set.uid])
    return [provenance.Link("命题备案", "4.1", question_set, url, facts)]
