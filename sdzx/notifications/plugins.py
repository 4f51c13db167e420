"""The shell asks here how many notices are unread."""

from sdzx.notifications.services import unread
from sdzx.ui.context import count_unread_with


def register() -> None:
    """Called once by the composition root."""
    count_unread_with(unread)
