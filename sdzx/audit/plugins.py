"""Menu entries of the trail."""

from sdzx.ui import menu


def register() -> None:
    """Called once by the composition root."""
    menu.register(
        menu.Item("留痕", "audit:list", "审计", order=850, grants=("trail.read",)),
        menu.Item("校验留痕", "audit:verify", "审计", order=860, grants=("trail.verify",)),
    )
