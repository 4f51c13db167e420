"""Versions of the number pattern: the only writers (4.5). Ours, not official: docs/numbering.md."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from certificates.issuing.models import NumberPattern
from certificates.issuing.numbering import Segment
from certificates.issuing.patterns import rules
from sdzx import policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.audit.services import record as trace
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on


def current() -> NumberPattern | None:
    """The version in use."""
    return NumberPattern.objects.filter(status=NumberPattern.Status.IN_USE).first()


def unfit(segments: Sequence[Segment]) -> list[Blocker]:
    """Why these segments could not be put in use today."""
    cities = list(Center.objects.filter(kind=Center.Kind.CITY))
    used = NumberPattern.objects.exclude(status=NumberPattern.Status.DRAFT).order_by("version")
    return rules.pattern_unfit(
        segments,
        codes=[city.code for city in cities],
        most=max((policy.of(city).certificates_per_year for city in cities), default=0),
        former=[(str(version), version.segments) for version in used],
    )


def obstacles(pattern: NumberPattern) -> list[Blocker]:
    """What stands between a draft and its use."""
    return unfit(pattern.segments)


@transaction.atomic
def create(*, by: Actor, segments: Sequence[Segment], note: str) -> NumberPattern:
    """The next version, as a draft; it need not be fit yet. Raises Refused without the grant."""
    require(by, "number_pattern.edit")
    newest = NumberPattern.objects.aggregate(newest=Max("version"))["newest"] or 0
    made = NumberPattern.objects.create(version=newest + 1, segments=list(segments), note=note)
    trace(
        by=by,
        verb="number_pattern.edit",
        label="新建编号规则",
        subject=made,
        after={"组成": rules.in_words(made.segments)},
    )
    return made


@transaction.atomic
def edit(pattern: NumberPattern, *, by: Actor, segments: Sequence[Segment], note: str) -> NumberPattern:
    """Change a draft. Raises Refused once it was put in use: its numbers are on paper (clause 4.5)."""
    locked(pattern)
    require(by, "number_pattern.edit", pattern)
    if pattern.status != NumberPattern.Status.DRAFT:
        raise Refused([Blocker("编号规则启用后不能修改，请新建版本。", "4.5")])
    before = rules.in_words(pattern.segments)
    pattern.segments, pattern.note = list(segments), note
    pattern.save(update_fields=["segments", "note"])
    trace(
        by=by,
        verb="number_pattern.edit",
        label="修改编号规则",
        subject=pattern,
        before={"组成": before},
        after={"组成": rules.in_words(pattern.segments)},
    )
    return pattern


@transaction.atomic
def put_in_use(pattern: NumberPattern, *, by: Actor) -> NumberPattern:
    """Number by this version from now on; numbers given stay, and the year's sequence goes on (clause 4.5).

    Raises Refused with everything that makes it unfit.
    """
    locked(pattern)
    refuse_on(obstacles(pattern))
    for former in NumberPattern.objects.filter(status=NumberPattern.Status.IN_USE):
        advance(former, "supersede", by=by)
    advance(pattern, "put_in_use", by=by)
    return pattern
