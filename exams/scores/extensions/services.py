"""Granting more time (4.4): the only writer of extensions."""

import datetime

from django.db import transaction

from exams.scores.extensions import rules
from exams.scores.extensions.models import ScoreExtension
from exams.scores.models import ScoreSheet
from exams.scores.services import url_of
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workdays import calendar
from sdzx.workflow import locked, refuse_on


@transaction.atomic
def extend(sheet: ScoreSheet, *, by: Actor, until: datetime.date, reason: str) -> ScoreExtension:
    """Move the due day of a session's scores to `until`, for a reason that is kept; tells the site, the arrangers and the
    confirmers. The statutory day stays beside it. Raises Refused with all that stands in the way (clause 4.4)."""
    table = calendar.held()
    locked(sheet)
    session = locked(sheet.session)
    require(by, "scores.extend", sheet)
    refuse_on(rules.unfit_extension(sheet, until=until, reason=reason, today=clock.today(), table=table))
    before = session.scores_due or until
    made = ScoreExtension.objects.create(
        session=session, before=before, until=until, reason=reason.strip(), granted_by=by.user_required
    )
    session.scores_due = session.scores_extended_to = until
    session.save(update_fields=["scores_due", "scores_extended_to"])
    trace(
        by=by,
        verb="scores.extend",
        label="批准延期报送",
        subject=sheet,
        ground=made.reason,
        before={"scores_due": before},
        after={"scores_due": until, "statutory": session.scores_statutory_due or before},
    )
    center = session.center
    to = holders(Role.SITE, organization=session.site.organization)
    to += holders(Role.ARRANGER, center=center) + holders(Role.CONFIRMER, center=center)
    notify(NoticeKind.SCORES_EXTENDED, to=to, subject=made, url=url_of(sheet))
    return made
