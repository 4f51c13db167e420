"""The case of a matter of oversight: every measure from the first to the one that ended it, with letters and proofs (5.2)."""

from collections.abc import Sequence

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.archive.models import Case
from sdzx.archive.registry import Contents, Requirement
from sdzx.archive.services import file_item, open_case
from sites.oversight.measures.documents import letter_name
from sites.oversight.measures.models import Measure

LETTER, REPORT, EVIDENCE = "measure_letter", "measure_report", "violation_evidence"
PORTAL, HOST, CENTER = "系统生成", "考点报送", "市中心调查"


def chain(last: Measure) -> list[Measure]:
    """The measures of one matter, the lightest first."""
    found = [last]
    while found[0].follows:
        found.insert(0, found[0].follows)
    return found


def archive(last: Measure, *, by: Actor) -> Case:
    """Open the matter's case now that its last measure has ended, and file what it left behind."""
    matter = chain(last)
    case = open_case(
        kind=Case.Kind.MEASURE, subject=matter[0], title=str(matter[0]), center=last.site.center, event_on=clock.today(), by=by
    )  # fmt: skip
    for each in matter:
        if each.document:
            title = f"{letter_name(each)}（{each.number}）"
            file_item(case, by=by, kind=LETTER, title=title, file=each.document, source=PORTAL)
        for proof in each.report_files.order_by("id"):
            file_item(case, by=by, kind=REPORT, title="整改证明", file=proof, source=HOST)
        for violation in each.violations.order_by("id"):
            for proof in violation.evidence.order_by("id"):
                file_item(case, by=by, kind=EVIDENCE, title="违规证据", file=proof, source=CENTER)
    return case


def requirements(first: Measure) -> Sequence[Requirement]:
    """The letters; evidence and proofs where there are any."""
    return [
        Requirement(LETTER, "警告书、限期整改通知书、暂停决定书", "市中心"),
        Requirement(REPORT, "整改证明", "考点", required=False),
        Requirement(EVIDENCE, "违规证据", "市中心", required=False),
    ]


def subject(case: Case) -> Measure:
    return Measure.objects.get(pk=case.subject_id)


CONTENTS = Contents(requirements=requirements, subject=subject)
