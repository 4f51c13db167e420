"""Filters under a name: one's own, or shared in the centre (3.2)."""

from django.db import transaction

from exams.registration.review.models import SavedSearch
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record as trace
from sdzx.workflow import Refused

GRANT = "registration.accept"


@transaction.atomic
def save_search(*, by: Actor, name: str, query: str, shared: bool) -> SavedSearch:
    """Keep these filters; one's own of the same name is replaced. Raises Refused without a filter to keep."""
    require(by, GRANT)
    if not query:
        raise Refused("请先设定筛选条件，再保存。")
    values = {"query": query, "shared": shared}
    search, new = SavedSearch.objects.update_or_create(
        center=by.center, user=by.user_required, name=name.strip(), defaults=values
    )
    label = "保存筛选" if new else "修改筛选"
    trace(by=by, verb="search.save", label=label, subject=search, after={"本中心共用": "是" if shared else "否"})
    return search


@transaction.atomic
def delete_search(search: SavedSearch, *, by: Actor) -> None:
    """Forget it. Raises Refused for a colleague's."""
    require(by, GRANT, search)
    if search.user != by.user:
        raise Refused(f"“{search.name}”由{search.user.name}保存，只有本人可以删除。")
    trace(by=by, verb="search.delete", label="删除筛选", subject=search)
    search.delete()
