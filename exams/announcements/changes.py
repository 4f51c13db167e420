"""What a revision changes, in sentences that the public reads."""

from exams.announcements.documents import row
from exams.announcements.models import Announcement
from exams.announcements.rules import label_of

_COMPARED = ("number", "heading", "introduction", "eligibility", "how_to_register", "how_appraised", "other_matters", "contact",
             "phone")  # fmt: skip
_ROW = {"specification": "考核规范", "registration": "报名时间", "exam_dates": "考核时间", "places": "名额"}


def between(former: Announcement, revision: Announcement) -> list[str]:
    """Texts that changed, batches added, left out or changed, in the order of the announcement."""
    found = [f"“{label_of(name)}”有修改。" for name in _COMPARED if getattr(former, name) != getattr(revision, name)]
    old = {item.pk: item for item in former.items.select_related("project", "specification")}
    for item in revision.items.select_related("project", "specification"):
        origin = old.pop(item.origin_id, None) if item.origin_id else None
        if origin is None:
            found.append(f"新增{item}。")
            continue
        before, after = row(origin), row(item)
        found += [
            f"{item}的{label}由“{before[name]}”改为“{after[name]}”。"
            for name, label in _ROW.items()
            if before[name] != after[name]
        ]
    return found + [f"不再包括{item}。" for item in old.values()]
