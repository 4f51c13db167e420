"""The sentences that a centre's clerks often need, offered beside each part of annex 2 (2.2)."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.audit.services import record as trace
from sdzx.workflow import Blocker, Refused, refuse_on
from sites.applications.review_models import StandardPhrase
from sites.applications.sections import Section

LONGEST, MOST = 300, 50
# What a centre offers until it has written its own.
FIRST: Mapping[str, Sequence[str]] = {
    Section.UNIT.slug: ("与营业执照或法人证书不一致，请核对。", "请填写能够接通的电话。"),
    Section.PREMISES.slug: ("间数与面积不符，请核对。", "租用场地的，请附租赁合同。"),
    Section.PROJECTS.slug: ("场地、设备与所填每场人数不符，请核对。",),
    Section.EQUIPMENT.slug: ("请补充型号规格。", "数量不能满足每场人数，请补充。"),
    Section.MANAGERS.slug: ("请补充职业资格证书（等级）。",),
    Section.EXAMINERS.slug: ("考评员证书号与姓名不符，请核对。", "请补充考评员证书复印件。"),
    Section.ATTACHMENTS.slug: ("图像不清晰，请重新拍摄上传。", "缺少操作室图像，请补充。", "未盖章或未签名，请重新上传。", "管理制度缺少试卷保管、考场纪律内容，请补充。"),
    Section.OPINION.slug: ("请由负责人签署明确意见。",),
    "": ("请补充消防验收合格证明。",),
}  # fmt: skip


def phrases_of(center: Center) -> dict[str, list[str]]:
    """{part: sentences}, the empty part for everywhere; the first ones until the centre has its own."""
    own = list(StandardPhrase.objects.filter(center=center).values_list("section", "sentence"))
    found: dict[str, list[str]] = {section: [] for section in FIRST}
    rows = own or [(section, each) for section, sentences in FIRST.items() for each in sentences]
    for section, sentence in rows:
        found[section].append(sentence)
    return found


@transaction.atomic
def save_phrases(center: Center, *, by: Actor, phrases: Mapping[str, Sequence[str]]) -> None:
    """Replace the centre's phrases. Raises Refused for another centre, and for sentences too long or too many."""
    require(by, "application.phrases")
    if by.center != center:
        raise Refused("只能修改本中心的常用语。")
    kept = {section: list(dict.fromkeys(filter(None, map(str.strip, each)))) for section, each in phrases.items()}
    refuse_on(
        [
            Blocker(f"每条常用语最多{LONGEST}个字：“{sentence[:20]}……”", field=field_of(section))
            for section, sentences in kept.items()
            for sentence in sentences
            if len(sentence) > LONGEST
        ]
        + [
            Blocker(f"每部分最多{MOST}条常用语。", field=field_of(section))
            for section, each in kept.items()
            if len(each) > MOST
        ]
    )
    before = phrases_of(center)
    StandardPhrase.objects.filter(center=center).delete()
    StandardPhrase.objects.bulk_create(
        StandardPhrase(center=center, section=section, sentence=sentence, position=position)
        for section, sentences in kept.items()
        for position, sentence in enumerate(sentences, 1)
    )
    changed = {section or "other": len(each) for section, each in kept.items() if each != before.get(section)}
    trace(by=by, verb="application.phrases", label="修改补正常用语", subject=center, after=changed)


def field_of(section: str) -> str:
    """The form field of a part's phrases."""
    return f"phrases_{section or 'other'}"
