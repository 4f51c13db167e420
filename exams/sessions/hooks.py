"""What later stages add to a session's life: conditions before it starts, work after it ends. Filled by their plugins."""

from collections.abc import Callable

from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.workflow import Blocker

Check = Callable[[Session], list[Blocker]]
Work = Callable[[Session, Actor], None]

START_CHECKS: list[Check] = []
AFTER_PUBLISH: list[Work] = []
AFTER_MOVE: list[Work] = []
AFTER_END: list[Work] = []
AFTER_CANCEL: list[Work] = []


def add(hooks: list, hook: Check | Work) -> None:
    """Add once."""
    if hook not in hooks:
        hooks.append(hook)
