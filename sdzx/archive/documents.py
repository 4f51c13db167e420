"""What the archive prints: the list of contents of a case (案卷目录)."""

import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat

from sdzx import clock
from sdzx.archive import rules
from sdzx.archive.models import Case, CaseItem
from sdzx.archive.registry import Requirement, contents_of
from sdzx.documents.render import render
from sdzx.policy import of


def requirements_of(case: Case) -> list[Requirement]:
    """What this case must hold, as its slice says now."""
    contents = contents_of(case)
    return list(contents.requirements(contents.subject(case)))


def index(case: Case, *, compiled_by: str) -> bytes:
    """案卷目录 as PDF: what there is, where it is, what still lacks."""
    requirements = requirements_of(case)
    items = list(case.items.select_related("file"))
    labels = {each.kind: each.label for each in requirements}
    policy = of(case.center)
    context = {
        "center": case.center.name,
        "title": case.title,
        "number": case.number,
        "retention": f"文书材料{policy.retention_years}年，视频{policy.video_retention_months}个月",
        "retained_from": case.event_on,
        "retained_until": retained_until(case, items),
        "items": [_row(item, labels) for item in items],
        "missing": [each.label for each in rules.missing(requirements, items)],
        "compiled_by": compiled_by,
        "compiled_on": clock.today(),
    }
    return render("pdf/archive_index.html", context, title=f"案卷目录 {case.number}")


def retained_until(case: Case, items: list[CaseItem]) -> datetime.date:
    """The last day on which something of the case has to be there."""
    first = max((item.dispose_from for item in items), default=rules.dispose_from(case.event_on, "paper", case.center))
    return first - datetime.timedelta(days=1)


def _row(item: CaseItem, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "name": item.title,
        "kind": labels.get(item.kind, "其他"),
        "extent": filesizeformat(item.size).replace("\xa0", " "),
        "sha256": item.sha256[:16],
        "source": item.source,
        "on": item.event_on,
        "place": "已销毁" if item.disposed_at else item.location or "本系统",
    }
