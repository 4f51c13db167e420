"""What is typed but not in the application: it is settled before the application is submitted."""

from sdzx.workflow import Blocker
from sites.applications.entry.models import SectionDraft, SectionVersion
from sites.applications.models import Application
from sites.applications.sections import Section


def unsettled(application: Application) -> dict[Section, list[Blocker]]:
    """By section: whose input waits for a correction or a choice.

    Somebody's draft counts no longer once another has saved the section after it: then that one was chosen.
    """
    drafts = SectionDraft.objects.filter(application=application).select_related("user").order_by("id")
    versions = dict(SectionVersion.objects.filter(application=application).values_list("section", "version"))
    found: dict[Section, list[Blocker]] = {}
    for draft in drafts:
        if draft.base == versions.get(draft.section, 0):
            sentence = f"{draft.user.name}填写的内容有{draft.problems}处不正确，改正并保存后才写入申请表。"
            found.setdefault(Section.of(draft.section), []).append(Blocker(sentence))
    return found
