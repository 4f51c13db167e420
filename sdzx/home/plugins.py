"""The worklist stands first in everybody's menu."""

from sdzx.ui import menu


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("我的待办", "home:worklist", "我的", order=1, public=True))
