"""Menu entries of accounts."""

from sdzx.accounts.views.unit import DECIDERS
from sdzx.ui import menu


def register() -> None:
    """Called once by the composition root."""
    menu.register(
        menu.Item("人员与身份", "accounts:members", "管理", order=900, grants=("membership.edit",)),
        menu.Item("业务参数", "accounts:policy", "管理", order=910, grants=("policy.edit",)),
        menu.Item("中心信息", "accounts:centers", "管理", order=905, grants=("center.edit",)),
        menu.Item("本单位人员", "accounts:unit", "管理", order=902, roles=DECIDERS),
        menu.Item("我的账号", "accounts:me", "我的", order=990, public=True),
    )
