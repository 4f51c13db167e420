"""What the portal itself produced about a session goes into the session's case (5.2)."""

from exams.sessions.filing import SOURCE, case_of
from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.archive.services import file_item
from sdzx.files.models import StoredFile


def file_into_case(
    session: Session, *, by: Actor, kind: str, title: str, file: StoredFile, source: str = SOURCE
) -> None:
    """Put a stored file into the session's case. Raises Refused when it is closed."""
    file_item(case_of(session, by=by), by=by, kind=kind, title=title, file=file, source=source)
