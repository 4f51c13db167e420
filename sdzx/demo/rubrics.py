"""Versions of the rubric: the province's second is in use, a centre has a draft of its own (2.3)."""

from sdzx.accounts.actors import Actor
from sites.evaluations.models import Rubric
from sites.evaluations.rubrics import services
from sites.versions import services as versions


def second(province: Actor) -> None:
    """The province's second version: safety weighs more."""
    first = Rubric.objects.get(center=None)
    weights = {"B2": 15, "A2": 5}
    items = [services.Item(**{**item, "full": weights.get(item["code"], item["full"])}) for item in first.items]
    made = versions.create(Rubric, by=province, name=first.name, pass_mark=80, items=items)
    services.put_in_use(made, by=province)


def draft(director: Actor) -> None:
    """A centre thinks about a version of its own."""
    used = Rubric.objects.get(center=None, status=Rubric.Status.IN_USE)
    versions.create(Rubric, by=director, name="济南市考点实地评估标准", pass_mark=85, items=services.items_of(used))
