"""What the scores bring to the registries: menu, the hook of a session's end, file readers, the way back."""

from typing import Any

from django.urls import reverse

from exams.scores import marks as numbers
from exams.scores import services
from exams.scores.appeals.recompute import recompute_due
from exams.scores.appeals.views import OFFICE
from exams.scores.corrections.models import Correction
from exams.scores.corrections.services import EVIDENCE
from exams.scores.corrections.views import READERS as CORRECTION_READERS
from exams.scores.corrections.views import change_of
from exams.scores.models import Score, ScoreSheet
from exams.scores.punctuality.views import READERS as PUNCTUALITY_READERS
from exams.scores.punctuality.views import part
from exams.scores.sheets import double
from exams.scores.sheets import services as examiners
from exams.scores.sheets.entries import as_numbers
from exams.sessions import hooks
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit import provenance
from sdzx.audit.provenance import Link
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sdzx.ui.words import day
from sdzx.workdays.recompute import register_recomputer
from sites.registry.parts import register_part


def register() -> None:
    """Called by the composition root; again changes nothing."""
    hooks.add(hooks.AFTER_END, services.open_sheet)
    register_reader("scores.workbook", reads_workbook, sensitive=True)
    register_reader("scores.sheet", reads_sheet, sensitive=True)
    register_reader("scores.scan", reads_scan, sensitive=True)
    register_reader(EVIDENCE, reads_evidence, sensitive=True)
    register_recomputer("appeal_due", recompute_due)
    provenance.register(stations)
    register_part(part)
    offices = (Role.SITE, Role.ARRANGER, Role.CONFIRMER, Role.DIRECTOR)
    menu.register(
        menu.Item("成绩", "scores:list", "考核", 350, roles=offices),
        menu.Item("考评员评分表", "scores:sheets:list", "考核", 349, roles=(*offices, Role.EXAMINER)),
        menu.Item("成绩更正", "scores:corrections:list", "考核", 352, roles=CORRECTION_READERS),
        menu.Item("成绩复核", "scores:appeals:list", "考核", 353, roles=OFFICE),
        menu.Item("成绩复核", "scores:appeals:list", "报名", 353, roles=(Role.APPLICANT, Role.REGISTRAR)),
        menu.Item("报送时限统计", "scores:punctuality:list", "考核", 354, roles=PUNCTUALITY_READERS),
        menu.Item("我的成绩", "scores:mine", "报名", 351, roles=(Role.APPLICANT, Role.REGISTRAR)),
    )


def reads_workbook(actor: Actor, stored: StoredFile) -> bool:
    sheet = ScoreSheet.objects.visible_to(actor).filter(workbook=stored).first()
    return sheet is not None and not double.blind(sheet, actor)


def reads_sheet(actor: Actor, stored: StoredFile) -> bool:
    return ScoreSheet.objects.visible_to(actor).filter(document=stored).exists()


def reads_scan(actor: Actor, stored: StoredFile) -> bool:
    return ScoreSheet.objects.visible_to(actor).filter(scans=stored).exists()


def reads_evidence(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the correction."""
    visible = Correction.objects.visible_to(actor).filter(evidence=stored)
    return actor.role in CORRECTION_READERS and visible.exists()


def stations(certificate: Any) -> list[Link]:
    """The score on which the certificate rests: marks, total, who entered and who confirmed."""
    found = Score.objects.filter(seat__registration=certificate.registration).select_related(
        "sheet__session__project", "sheet__session__specification", "sheet__entered_by", "sheet__confirmed_by"
    )
    return [_station(score) for score in found]


def _examiners(score: Score) -> str:
    """«考评员分别评分：甲81.50、乙84.00，分差2.50», from each one's own sheet."""
    tasks = list(score.sheet.session.specification.tasks.all())
    said = [
        f"{each.assignment.person.name}{numbers.total(marks[score.seat_id], tasks)}"
        for each in examiners.counted(score.sheet)
        if score.seat_id in (marks := as_numbers(each.marks))
    ]
    return f"考评员分别评分：{'、'.join(said)}，分差{score.spread}"


def _corrected(score: Score) -> list[str]:
    """«更正：55.00（不合格）→65.00（合格），批准：王主任», for each that was applied."""
    applied = score.corrections.filter(status=Correction.Status.APPLIED).select_related("decided_by").order_by("pk")
    return [f"更正：{change_of(each)}，批准：{each.decided_by}" for each in applied]


def _station(score: Score) -> Link:
    sheet = score.sheet
    tasks = sheet.session.specification.tasks.all()
    marks = "，".join(f"{task.name}{score.marks.get(str(task.position), '')}分" for task in tasks)
    late = (f"逾期{sheet.late_days}个工作日报送",) if sheet.late_days else ()
    if sheet.session.scores_extended_to:
        late = (*late, f"报送期限经批准延期至{day(sheet.session.scores_extended_to)}")
    entered = _examiners(score) if sheet.by_examiners else f"录入：{sheet.entered_by or '—'}"
    people = f"{entered}，确认：{sheet.confirmed_by or '—'}"
    return Link(
        stage="成绩",
        clause="4.5",
        record=sheet,
        url=reverse("scores:record", args=[sheet.uid]),
        facts=(f"总分{score.total}（{marks}）", people, *late, *_corrected(score)),
    )
