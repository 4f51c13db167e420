"""Who may be registered, for what, and when (3.2). Pure; every unmet condition at once."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from exams.announcements.models import Announcement, AnnouncementItem
from exams.announcements.usable import unregistrable
from exams.registration.models import Registration
from sdzx import identifiers, policy
from sdzx.accounts import rules as accounts
from sdzx.clauses import enforces
from sdzx.policy import Policy
from sdzx.ui import words
from sdzx.workflow import Blocker


@enforces("3.2")
def window(item: AnnouncementItem, moment: datetime.datetime, *, returned: bool = False) -> list[Blocker]:
    """Registration is open. What was returned for mending may be submitted again until the first day of examination."""
    if item.announcement.status != Announcement.Status.PUBLISHED:
        return [Blocker("这个批次的公告没有发布或已被修订，请从现行公告重新选择批次。", "3.2")]
    if returned:
        day = timezone.localtime(moment).date()
        return [] if day < item.exam_from else [Blocker("考核日期已到，不能再提交修改。", "3.2")]
    if moment < item.registration_opens:
        return [Blocker(f"报名尚未开始，{words.moment(item.registration_opens)}起可以提交。", "3.2")]
    if moment >= item.registration_closes:
        return [Blocker(f"报名已于{words.moment(item.registration_closes)}截止。", "3.2")]
    return []


@enforces("3.2")
def too_young(birth_date: datetime.date, item: AnnouncementItem, numbers: Policy) -> list[Blocker]:
    """Old enough on the first day of examination."""
    if birth_date <= numbers.cutoff(item.exam_from):
        return []
    sentence = f"考核首日（{words.day(item.exam_from)}）须年满{numbers.minimum_age}周岁。"
    return [Blocker(sentence, "3.2", field="birth_date")]


@enforces("3.2")
def identity(record: Registration) -> list[Blocker]:
    """Name, document and phone are well formed, and the date of birth is that of the document."""
    found = accounts.identity(
        name=record.name, document_type=record.document_type, document_number=record.document_number, phone=record.phone,
        mobile_only=record.unit_id is None,
    )  # fmt: skip
    said = identifiers.birth_date(record.document_type, record.document_number)
    if said is not None and said != record.birth_date:
        found.append(Blocker(f"出生日期与证件号码中的{said:%Y-%m-%d}不一致。", field="birth_date"))
    return [Blocker(each.sentence, "3.2", field=each.field) for each in found]


@enforces("3.2")
def incomplete(record: Registration, *, text: str = "") -> list[Blocker]:
    """Photo, eligibility and consent are there; `text` is the version of the notice that is in use now."""
    found = []
    if record.photo_id is None:
        found.append(Blocker("请上传本人近期证件照片。", "3.2", field="photo"))
    if not record.eligibility.strip():
        found.append(Blocker("请填写符合公告中的哪项报名条件。", "3.2", field="eligibility"))
    if record.consented_at is None:
        found.append(Blocker("请先阅读并同意《个人信息处理告知书》。", "3.2", field="consented"))
    elif text and record.consent_version != text:
        sentence = "《个人信息处理告知书》已更新，请在“修改信息”中重新阅读并同意。"
        found.append(Blocker(sentence, "3.2", field="consented"))
    return found


@enforces("3.2")
def registered_already(other: Registration | None) -> list[Blocker]:
    """One live registration per person, project and batch; `other` is the one that is there."""
    if other is None:
        return []
    owner = other.unit.name if other.unit else "本人账号"
    sentence = f"这个证件号码已通过{owner}报名同一批次（状态：{other.get_status_display()}），不能重复报名。"
    return [Blocker(sentence, "3.2", field="document_number")]


def unsubmittable(
    record: Registration, *, moment: datetime.datetime, other: Registration | None = None, text: str = ""
) -> list[Blocker]:
    """Everything that keeps a registration from being submitted."""
    item = record.item
    return [
        *window(item, moment, returned=record.status == Registration.Status.RETURNED),
        *unregistrable(item, record.project),
        *too_young(record.birth_date, item, policy.of(record.center)),
        *identity(record),
        *incomplete(record, text=text),
        *registered_already(other),
    ]


@dataclass(frozen=True, slots=True)
class Size:
    """Of a picture, in pixels."""

    width: int
    height: int


@enforces("3.2")
def too_small(photo: Size, numbers: Policy) -> list[Blocker]:
    """The photo has at least the pixels that the certificate prints."""
    if photo.width >= numbers.photo_width and photo.height >= numbers.photo_height:
        return []
    sentence = (
        f"照片太小（{photo.width}×{photo.height}像素），至少{numbers.photo_width}×{numbers.photo_height}像素，"
        "请换一张更清晰的证件照。"
    )
    return [Blocker(sentence, "3.2", field="photo")]
