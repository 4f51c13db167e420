"""The check for acts that change no status: may this role do it, and is this record theirs to act on?"""

from django.db import models

from sdzx.accounts.actors import Actor
from sdzx.accounts.scope import visible
from sdzx.workflow import Refused


def require(by: Actor, verb: str, record: models.Model | None = None) -> None:
    """Raise Refused unless the role holds the verb and the record (if any) is visible to the actor."""
    if not by.may(verb):
        raise Refused(f"您当前的身份（{by.title}）不能进行这项操作。请切换身份或联系中心主任。")
    if record is not None and not visible(type(record), by).filter(pk=record.pk).exists():
        raise Refused("没有找到这条记录，或它不属于您所在的中心。")
