"""After the scores were confirmed: appeals and corrections in every state (4.5)."""

import datetime
from decimal import Decimal

from exams.registration.models import Registration
from exams.scores.appeals import services as appeals
from exams.scores.appeals.models import Appeal
from exams.scores.corrections import services as corrections
from exams.scores.models import Score, ScoreSheet
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.demo import pictures
from sdzx.demo.city import City, acting, uploaded
from sdzx.files.models import StoredFile

DAY = datetime.timedelta(days=1)


def every_state(city: City, sheet: ScoreSheet, *, after: int) -> None:
    """Of three candidates: one appeal waits; one was rejected; one upheld, its correction waits. A correction was applied, one
    refused."""
    confirmer, director = city.acts(Role.CONFIRMER), city.acts(Role.DIRECTOR)
    found = sheet.scores.filter(passed=True, seat__registration__user__isnull=False).select_related(
        "seat__registration__user", "seat__registration__center"
    )
    first, second, third = found[:3]
    with clock.at(sheet.session.ends_at + after * DAY):
        _filed(first, Appeal.Kind.COPIED, "第一项得分与考评员当场告知的不一致。")
        rejected = _filed(second, Appeal.Kind.OMITTED, "第三项任务似乎没有评分。")
        upheld = _filed(third, Appeal.Kind.ADDED, "各任务得分按比重相加应更高。")
    with clock.at(sheet.session.ends_at + (after + 2) * DAY):
        appeals.reject(rejected, by=confirmer, ground="已核对评分记录，三项任务均已评分，总分计算无误。")
        registration = second.seat.registration
        for number, (marks, kind, reason) in enumerate(
            (
                (_raised(second, 1), "copied", "评分记录第一项登分时少登1分。"),
                (_raised(second, 5), "other", "考点来函要求更正。"),
            )
        ):
            asked = corrections.request(
                registration, by=confirmer, kind=kind, marks=marks, reason=reason, evidence=[_proof(city, number)]
            )
            if number:
                corrections.refuse(asked, by=director, ground="来函没有评分记录佐证，维持原成绩。")
            else:
                corrections.approve(asked, by=director, ground="已核对评分记录原件，同意更正。")
                second.refresh_from_db()
        answer = "第一项任务漏加1分，已提出更正。"
        appeals.uphold(upheld, by=confirmer, marks=_raised(third, 1), answer=answer, evidence=[_proof(city, 2)])


def _filed(score: Score, kind: str, statement: str) -> Appeal:
    registration: Registration = score.seat.registration
    assert registration.user is not None  # chosen so
    by = acting(registration.user, Role.APPLICANT)
    return appeals.file(registration, by=by, kind=kind, statement=statement)


def _raised(score: Score, points: int) -> dict[str, Decimal]:
    """The marks with that many points more in the first task."""
    marks = {key: Decimal(mark) for key, mark in score.marks.items()}
    return {**marks, "1": marks["1"] + points}


def _proof(city: City, number: int) -> StoredFile:
    return uploaded(pictures.scan(city.seed, 860 + number), "评分记录.pdf", city.acts(Role.CONFIRMER))
