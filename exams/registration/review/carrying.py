"""What becomes of a batch when its undo time is over (3.2)."""

from collections.abc import Callable

from django.db import transaction

from exams.registration import services
from exams.registration.models import Registration
from exams.registration.review.models import ReviewBatch
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.clauses import enforces
from sdzx.workflow import Refused, advance

Status = ReviewBatch.Status
NO_LONGER = "审核人已不再担任这一职务，没有办理。"


@transaction.atomic
@enforces("3.2")
def carry_out(batch_id: int) -> bool:
    """Let a batch take effect whose undo time is over; whether there was anything to do. Twice is as once.

    What was withdrawn or decided meanwhile is left as it is, with the reason on its line.
    """
    batch = ReviewBatch.objects.select_for_update(of=("self",)).select_related("membership__user").get(pk=batch_id)
    if batch.status != Status.PENDING or clock.now() < batch.takes_effect_at:
        return False
    by = Actor.of(batch.membership)
    done = 0
    for line in batch.lines.select_related("registration__center").order_by("registration_id"):
        line.refusal = _one(line.registration, batch, by) if batch.membership.is_active else NO_LONGER
        line.open = False
        line.save(update_fields=["refusal", "open"])
        done += not line.refusal
    advance(batch, "carry_out", by=by, detail={"已办理": done, "未办理": batch.lines.exclude(refusal="").count()})
    return True


def _one(record: Registration, batch: ReviewBatch, by: Actor) -> str:
    """Why it could not be decided; empty when it was."""
    try:
        with transaction.atomic():
            decided(record, by, batch.verb, batch.ground)
    except Refused as refusal:
        return str(refusal)
    return ""


def decided(record: Registration, by: Actor, verb: str, ground: str) -> None:
    """Accept, return or reject: the step itself, with its notice."""
    if verb == "accept":
        services.accept(record, by=by, note=ground)
        return
    act: Callable[..., Registration] = {"send_back": services.send_back, "reject": services.reject}[verb]
    act(record, by=by, ground=ground)
