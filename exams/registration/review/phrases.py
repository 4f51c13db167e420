"""The sentences that a centre's clerks often need when they return or reject, in the centre's own order (3.2)."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from exams.registration.review.models import ReviewPhrase
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.audit.services import record as trace
from sdzx.workflow import Blocker, Refused, refuse_on

Kind = ReviewPhrase.Kind
LONGEST, MOST = 200, 30
# What a centre offers until it has written its own.
FIRST: Mapping[str, Sequence[str]] = {
    Kind.SEND_BACK: (
        "照片不是近期正面免冠证件照，请重新上传。",
        "照片模糊或背景不是白色，请重新上传。",
        "请补充符合报名条件的证明材料。",
        "证明材料图像不清晰，请重新拍摄上传。",
        "姓名与证件不一致，请核对。",
        "请写明符合公告中的哪一项报名条件。",
        "联系电话无法接通，请核对。",
    ),
    Kind.REJECT: (
        "不符合公告规定的报名条件。",
        "考核首日未满规定年龄。",
        "证明材料与所填情况不符。",
        "已通过其他证件报名同一批次。",
    ),
}


def phrases_of(center: Center) -> dict[str, list[str]]:
    """{use: sentences}; the first ones until the centre has its own."""
    own = list(ReviewPhrase.objects.filter(center=center).values_list("kind", "sentence"))
    found: dict[str, list[str]] = {str(kind): [] for kind in Kind}
    for kind, sentence in own or [(str(kind), each) for kind, sentences in FIRST.items() for each in sentences]:
        found[kind].append(sentence)
    return found


@transaction.atomic
def save_phrases(center: Center, *, by: Actor, phrases: Mapping[str, Sequence[str]]) -> None:
    """Replace the centre's phrases. Raises Refused for another centre, and for sentences too long or too many."""
    require(by, "registration.phrases")
    if by.center != center:
        raise Refused("只能修改本中心的常用语。")
    kept = {kind: list(dict.fromkeys(filter(None, map(str.strip, each)))) for kind, each in phrases.items()}
    long = [
        Blocker(f"每条常用语最多{LONGEST}个字：“{sentence[:20]}……”", field=kind)
        for kind, sentences in kept.items()
        for sentence in sentences
        if len(sentence) > LONGEST
    ]
    many = [Blocker(f"每类最多{MOST}条常用语。", field=kind) for kind, each in kept.items() if len(each) > MOST]
    refuse_on([*long, *many])
    before = phrases_of(center)
    ReviewPhrase.objects.filter(center=center).delete()
    ReviewPhrase.objects.bulk_create(
        ReviewPhrase(center=center, kind=kind, sentence=sentence, position=position)
        for kind, sentences in kept.items()
        for position, sentence in enumerate(sentences, 1)
    )
    changed = {str(Kind(kind).label): f"{len(each)}条" for kind, each in kept.items() if each != before[kind]}
    trace(by=by, verb="registration.phrases", label="修改审核常用语", subject=center, after=changed)
