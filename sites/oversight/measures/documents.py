"""The letter of a measure as a printed form: 警告书, 限期整改通知书, 暂停决定书."""

from typing import Any

from sdzx.clauses import CLAUSES
from sdzx.documents.render import render
from sites.oversight.measures.models import Measure
from sites.oversight.violations.rules import CLAUSE_OF

LETTERS = {
    Measure.Kind.WARNING: "警告书",
    Measure.Kind.RECTIFICATION: "限期整改通知书",
    Measure.Kind.SUSPENSION: "暂停决定书",
}
SHORT = {Measure.Kind.WARNING: "警告", Measure.Kind.RECTIFICATION: "通知", Measure.Kind.SUSPENSION: "决定"}


def letter_name(measure: Measure) -> str:
    """«限期整改通知书»."""
    return LETTERS[Measure.Kind(measure.kind)]


def letter_context(measure: Measure) -> dict[str, Any]:
    """For templates/pdf/measure_letter.html."""
    site = measure.site
    found = [
        {"ground": each.get_ground_display(), "day": each.happened_on, "facts": each.facts, "finding": each.finding,
         "said": each.response, "article": CLAUSES[CLAUSE_OF[each.Ground(each.ground)]].article}
        for each in measure.violations.order_by("happened_on", "id")
    ]  # fmt: skip
    return {
        "issuer": site.center.name,
        "kind": measure.kind,
        "heading": letter_name(measure),
        "number": measure.number,
        "issued_on": measure.issued_on,
        "site_name": site.name,
        "code": site.code,
        "violations": found,
        "reasons": measure.reasons,
        "requirements": measure.requirements,
        "due": measure.due,
        "follows": measure.follows,
        "phone": site.center.phone,
        "remedy": f"对本{SHORT[Measure.Kind(measure.kind)]}有异议的，可自收到之日起向{site.center.bureau_name}提出。",
    }  # fmt: skip


def letter_pdf(measure: Measure) -> bytes:
    return render("pdf/measure_letter.html", letter_context(measure), title=letter_name(measure))
