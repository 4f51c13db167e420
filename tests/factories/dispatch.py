"""People dispatched to sessions, supervisors' reports and incidents; straight ORM."""

import datetime

from exams.dispatch.items import ITEMS
from exams.dispatch.models import Assignment, Incident, SupervisionReport
from exams.sessions.models import Seat, Session
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.files.models import StoredFile
from sdzx.files.services import store
from sdzx.personnel.models import Qualification
from tests.factories import people, personnel, registration

Status = Assignment.Status


def assignment(
    of: Session, *, kind: str = "examiner", status: str = Status.PRESENT, qualification: Qualification | None = None,
    **values: object,
) -> Assignment:  # fmt: skip
    """Somebody qualified (who can sign in) dispatched to the session: present unless another status is given."""
    held = qualification or personnel.qualified(kind, project=of.project, city=of.center, user=True)
    present = {"checked_in_at": of.starts_at, "checked_card": held.card_number} if status == Status.PRESENT else {}
    return Assignment.objects.create(
        **{
            "session": of, "person": held.person, "qualification": held, "duty": held.kind, "status": status,
            "answer_by": clock.today() + datetime.timedelta(days=2), **present, **values,
        }
    )  # fmt: skip


def staffed(of: Session, *, examiners: int = 3, supervisors: int = 1, status: str = Status.PRESENT) -> list[Assignment]:
    """As many examiners and supervisors as a session needs, all in that status; the examiners first."""
    made = [assignment(of, status=status) for _ in range(examiners)]
    return made + [assignment(of, kind="supervisor", status=status) for _ in range(supervisors)]


def report(of: Assignment, status: str = SupervisionReport.Status.DRAFT, **values: object) -> SupervisionReport:
    """The supervisor's report: empty as a draft, filled in when submitted."""
    given: dict[str, object] = {
        "assignment": of,
        "status": status,
        "due_on": clock.today() + datetime.timedelta(days=1),
    }
    if status == SupervisionReport.Status.SUBMITTED:
        given |= {
            "answers": {item.code: "yes" for item in ITEMS}, "summary": "组织有序，评判公正。", "left_at": datetime.time(12, 5),
            "rating": SupervisionReport.Rating.GOOD, "submitted_at": clock.now(),
        }  # fmt: skip
    return SupervisionReport.objects.create(**{**given, **values})


def evidence(by: Actor | None = None) -> StoredFile:
    """A picture kept as evidence."""
    return store(registration.jpeg(400, 300), name="现场照片", kind="incident.evidence", by=by)


def incident(of: Session, *, seat: Seat | None = None, outcome: str = "", **values: object) -> Incident:
    """A violation of the first candidate: open, or closed with that outcome; with a picture."""
    closed = {"status": Incident.Status.CLOSED, "handling": "已当场处理", "closed_at": clock.now()} if outcome else {}
    made = Incident.objects.create(
        **{
            "session": of, "against": Incident.Against.CANDIDATE, "seat": seat or of.seats.first(), "facts": "携带手机进入考场。",
            "outcome": outcome, "reported_by": people.user(), **closed, **values,
        }
    )  # fmt: skip
    made.evidence.add(evidence())
    return made
