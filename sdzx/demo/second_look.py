"""After the scores were confirmed: appeals and corrections in every state (4.5)."""

import datetime
from decimal import Decimal

from exams.registration.models import Registration
from exams.scores.appeals import services as appeals
from exams.scores.appeals.models import Appeal
from exams.scores.corrections import services as corrections
from exams.scores.corrections.models import Correction
from exams.scores.models import Score, ScoreSheet
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.demo import pictures
from sdzx.demo.city import City, acting, uploaded
from sdzx.files.models import StoredFile

DAY = datetime.timedelta(days=1)


def every_state(city: City, sheet: ScoreSheet, *, after: int) -> None:
    """Of up to three candidates: an appeal rejected, then a correction applied and one refused; an appeal upheld, whose
    correction waits; an appeal that waits."""
    confirmer, director = city.acts(Role.CONFIRMER), city.acts(Role.DIRECTOR)
    related = ("seat__registration__user", "seat__registration__center", "seat__registration__unit")
    found = list(sheet.scores.select_related(*related)[:3])
    first, second, third = (found[number % len(found)] for number in range(3))
    with clock.at(sheet.session.ends_at + after * DAY):
        rejected = _filed(city, first, Appeal.Kind.OMITTED, "第三项任务似乎没有评分。")
    with clock.at(sheet.session.ends_at + (after + 2) * DAY):
        appeals.reject(rejected, by=confirmer, ground="已核对评分记录，三项任务均已评分，总分计算无误。")
        _corrected(city, first, 1, reason="评分记录第一项登分时少登1分。", kind=Correction.Kind.COPIED, number=0)
        asked = _asked(city, first, 5, reason="考点来函要求更正。", kind=Correction.Kind.OTHER, number=1)
        corrections.refuse(asked, by=director, ground="来函没有评分记录佐证，维持原成绩。")
        upheld = _filed(city, second, Appeal.Kind.ADDED, "各任务得分按比重相加应更高。")
        answer = "第一项任务漏加1分，已提出更正。"
        appeals.uphold(upheld, by=confirmer, marks=_raised(second, 1), answer=answer, evidence=[_proof(city, 2)])
        _filed(city, third, Appeal.Kind.COPIED, "第一项得分与考评员当场告知的不一致。")


def _asked(city: City, score: Score, points: int, *, reason: str, kind: str, number: int) -> Correction:
    score.refresh_from_db()
    return corrections.request(
        score.seat.registration, by=city.acts(Role.CONFIRMER), kind=kind, marks=_raised(score, points), reason=reason,
        evidence=[_proof(city, number)],
    )  # fmt: skip


def _corrected(city: City, score: Score, points: int, *, reason: str, kind: str, number: int) -> None:
    asked = _asked(city, score, points, reason=reason, kind=kind, number=number)
    corrections.approve(asked, by=city.acts(Role.DIRECTOR), ground="已核对评分记录原件，同意更正。")
    score.refresh_from_db()


def _filed(city: City, score: Score, kind: str, statement: str) -> Appeal:
    registration: Registration = score.seat.registration
    registrars = [each for each in city.registrars if each.organization == registration.unit]
    by = acting(registration.user, Role.APPLICANT) if registration.user else registrars[0]
    return appeals.file(registration, by=by, kind=kind, statement=statement)


def _raised(score: Score, points: int) -> dict[str, Decimal]:
    """The marks with that many points more in the first task."""
    marks = {key: Decimal(mark) for key, mark in score.marks.items()}
    return {**marks, "1": marks["1"] + points}


def _proof(city: City, number: int) -> StoredFile:
    return uploaded(pictures.scan(city.seed, 860 + number), "评分记录.pdf", city.acts(Role.CONFIRMER))
