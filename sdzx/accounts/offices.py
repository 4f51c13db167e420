"""How centres appear, and the numbers that the regulation leaves to them. The only writer of both."""

from dataclasses import asdict, fields
from typing import Any

from django.db import transaction

from sdzx import policy
from sdzx.accounts import rules
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.audit.services import record
from sdzx.fields import label_of
from sdzx.policy import LABELS, Policy
from sdzx.workflow import Refused, locked, refuse_on


@transaction.atomic
def edit_center(center: Center, *, by: Actor, **values: str) -> Center:
    """Change how a centre appears: name, bureau_name, address, phone. Raises Refused for a phone that is none."""
    require(by, "center.edit")
    if values.get("phone"):
        refuse_on(rules.phone(values["phone"]))
    locked(center)
    changed = [name for name in values if values[name].strip() != getattr(center, name)]
    labels = {name: label_of(Center, name) for name in changed}
    before = {labels[name]: getattr(center, name) for name in changed}
    for name in changed:
        setattr(center, name, values[name].strip())
    if changed:
        center.save(update_fields=changed)
        after = {labels[name]: getattr(center, name) for name in changed}
        record(by=by, verb="center.edit", label="修改中心信息", subject=center, before=before, after=after)
    return center


@transaction.atomic
def edit_policy(center: Center, *, by: Actor, **values: Any) -> Center:
    """Set what the regulation leaves to the centre. What equals the default is not kept.

    Raises Refused for another centre, and with every number that is none or lies below the regulation's floor.
    """
    require(by, "policy.edit")
    if by.center != center:
        raise Refused("只能修改本中心的业务参数。")
    refuse_on(rules.policy_problems(values))
    locked(center)
    before = asdict(policy.of(center))
    names = [field.name for field in fields(Policy)]
    standard = asdict(Policy())
    center.policy = {name: str(values[name]) for name in names if name in values and values[name] != standard[name]}
    center.save(update_fields=["policy"])
    after = asdict(policy.of(center))
    changed = [name for name in names if before[name] != after[name]]
    if changed:
        record(
            by=by, verb="policy.edit", label="修改业务参数", subject=center,
            before={LABELS[name]: str(before[name]) for name in changed},
            after={LABELS[name]: str(after[name]) for name in changed},
        )  # fmt: skip
    return center
