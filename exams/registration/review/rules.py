"""When a registration may be decided at the workbench, and what a clerk is told of it (3.2). Pure."""

import datetime
from collections.abc import Sequence

from exams.registration.review.models import ReviewBatch, ReviewClaim
from sdzx.accounts.models import User
from sdzx.clauses import enforces
from sdzx.ui import words
from sdzx.workflow import Blocker

MOST = 500  # of a batch: so many are carried out in one transaction


def held_by_other(claim: ReviewClaim | None, user: User, moment: datetime.datetime) -> list[Blocker]:
    """Somebody else has it open for review now."""
    if claim is None or claim.user_id == user.pk or claim.until <= moment:
        return []
    return [
        Blocker(
            f"{claim.user.name}正在审核（{words.moment(claim.since)}起，不再办理的{words.moment(claim.until)}自动让出），请办理下一件。"
        )
    ]


def waits_in_batch(batch: ReviewBatch | None) -> list[Blocker]:
    """It is in a batch that has not taken effect."""
    if batch is None:
        return []
    sentence = f"已列入成批审核（{batch.get_verb_display()}），{words.moment(batch.takes_effect_at)}生效；要另行处理的，请先撤销。"
    return [Blocker(sentence)]


def ground_of(phrases: Sequence[str], note: str) -> str:
    """The ticked phrases and what was written besides, one a line."""
    return "\n".join(filter(None, (each.strip() for each in (*phrases, note))))


@enforces("3.2")
def groundless(verb: str, ground: str) -> list[Blocker]:
    """Whoever is returned or rejected is told why."""
    if verb == "accept" or ground:
        return []
    return [Blocker("请勾选或填写理由，考生会看到。", "3.2", field="note")]


def too_many(count: int) -> list[Blocker]:
    """A batch is of a size that one can look over."""
    if count == 0:
        return [Blocker("请先勾选要办理的报名。")]
    return [Blocker(f"一次最多办理{MOST}件，已选{count}件，请缩小范围。")] if count > MOST else []


def past_undoing(batch: ReviewBatch, moment: datetime.datetime) -> list[Blocker]:
    """The time for undoing is over: from now on candidates are told."""
    if moment < batch.takes_effect_at:
        return []
    return [Blocker(f"已于{words.moment(batch.takes_effect_at)}生效，不能再撤销；请逐件处理。")]
