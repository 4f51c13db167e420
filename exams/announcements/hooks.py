"""What later stages do when a revision of an announcement is published, inside the publishing transaction.

The registrations of an item move to the item of the revision that names it as its `origin` (its `taken` is carried
already, the old rows are locked), and their people are told. Filled by the plugins of later slices.
"""

from collections.abc import Callable
from dataclasses import dataclass

from exams.announcements.models import Announcement, AnnouncementItem
from sdzx.accounts.actors import Actor

AfterRevision = Callable[[Announcement, Announcement, Actor], None]
AFTER_REVISION: list[AfterRevision] = []


def after_revision(work: AfterRevision) -> None:
    """Add once: `work(former, revision, by)`, where `revision.items` name their `origin` among `former.items`."""
    if work not in AFTER_REVISION:
        AFTER_REVISION.append(work)


@dataclass(frozen=True, slots=True)
class Registrants:
    """Who holds a batch: named those who submitted (with their unit and state), counted those who are still writing."""

    named: tuple[str, ...] = ()
    drafts: int = 0


OfBatch = Callable[[AnnouncementItem], Registrants]
OF_BATCH: list[OfBatch] = []


def of_batch(provider: OfBatch) -> None:
    """Add once: who registered for a batch."""
    if provider not in OF_BATCH:
        OF_BATCH.append(provider)


def registrants(item: AnnouncementItem) -> Registrants:
    """All that the providers know of a batch."""
    found = [provider(item) for provider in OF_BATCH]
    return Registrants(tuple(name for each in found for name in each.named), sum(each.drafts for each in found))
