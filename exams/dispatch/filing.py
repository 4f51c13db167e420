"""What the portal itself produced about a session goes into the session's case (5.2)."""

from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.archive.models import Case
from sdzx.archive.services import file_item, open_case
from sdzx.files.models import StoredFile

SOURCE = "系统生成"


def file_into_case(
    session: Session, *, by: Actor, kind: str, title: str, file: StoredFile, source: str = SOURCE
) -> None:
    """Put a stored file into the session's case, which is opened when it is the first. Raises Refused when it is closed."""
    case = open_case(
        kind=Case.Kind.SESSION,
        subject=session,
        title=str(session),
        center=session.center,
        event_on=session.day,
        by=by,
        organization=session.site.organization,
    )
    file_item(case, by=by, kind=kind, title=title, file=file, source=source)
