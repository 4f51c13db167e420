"""What later stages do when a revision of an announcement is published, inside the publishing transaction.

The registrations of an item move to the item of the revision that names it as its `origin` (its `taken` is carried
already, the old rows are locked), and their people are told. Filled by the plugins of later slices.
"""

from collections.abc import Callable

from exams.announcements.models import Announcement
from sdzx.accounts.actors import Actor

AfterRevision = Callable[[Announcement, Announcement, Actor], None]
AFTER_REVISION: list[AfterRevision] = []


def after_revision(work: AfterRevision) -> None:
    """Add once: `work(former, revision, by)`, where `revision.items` name their `origin` among `former.items`."""
    if work not in AFTER_REVISION:
        AFTER_REVISION.append(work)
