"""How long the files of a roster are kept: as long as the unit may need them for mending, not longer (5.2)."""

import datetime

from django.db import transaction
from django.db.models import Q

from exams.registration.roster.models import Roster, RosterLine
from sdzx import clock, policy
from sdzx.accounts.actors import SYSTEM
from sdzx.audit.services import record as trace
from sdzx.files.models import StoredFile
from sdzx.files.services import erase_many
from sdzx.workflow import locked


@transaction.atomic
def forget(roster: Roster) -> bool:
    """Erase a roster's files, and what was read but not taken, once the centre's days after closing are over; whether
    they were. What was taken lives on in the registrations."""
    locked(roster)
    days = policy.of(roster.center).roster_file_days
    over = roster.item.registration_closes + datetime.timedelta(days=days) <= clock.now()
    if not over or roster.status in Roster.WORKING or roster.workbook.erased_at:
        return False
    untaken = roster.lines.exclude(state=RosterLine.State.TAKEN)
    held = Q(pk__in=[roster.workbook_id, roster.annotated_id]) | Q(pk__in=untaken.exclude(photo=None).values("photo"))
    count = erase_many(StoredFile.objects.filter(held))
    untaken.update(values="", document_index="")
    trace(by=SYSTEM, verb="roster.forget", label="清除名单文件", subject=roster, after={"文件数": count})
    return True
