"""The outcome, told to a complainant who left a mobile number or a mailbox: that it stands, not what was found out (5.1)."""

import datetime

from django.conf import settings
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.audit.services import record as trace
from sdzx.identifiers import is_mobile
from sdzx.notifications import direct
from sites.oversight.complaints.models import Complaint

S = Complaint.Status
WITHIN = datetime.timedelta(days=3)  # what could not be sent for so long stays with the receipt


def waiting() -> list[Complaint]:
    """Ended within three days, with a contact, and not yet told."""
    ended = Complaint.objects.filter(status__in=(S.CONCLUDED, S.NOT_ACCEPTED), status_at__gte=clock.now() - WITHIN)
    return list(ended.filter(anonymous=False, told_at=None).select_related("center").order_by("pk"))


def ways(complaint: Complaint) -> list[tuple[direct.Channel, str]]:
    """Where a message can go, the quicker way first; a landline takes none."""
    found = [(direct.Channel.SMS, complaint.phone)] if is_mobile(complaint.phone) else []
    return found + ([(direct.Channel.MAIL, complaint.email)] if complaint.email else [])


def message(complaint: Complaint) -> str:
    """The outcome in a word and where the answer is read: nothing that names anybody or tells what it was about."""
    ended = "不予受理"
    if complaint.status == S.CONCLUDED:
        ended = f"已办结，结论为“{complaint.get_result_display()}”"
    page = f"{settings.BASE_URL}{reverse('complaints:follow')}"
    return (
        f"您提交的投诉举报（受理编号{complaint.number}）{ended}。"
        f"请凭受理编号和查询码查看答复：{page}。{complaint.center.name}"
    )


def tell(complaint: Complaint) -> bool:
    """Send it by the first way that takes it. Claimed before it is sent, so that two workers never tell twice; given free
    when nothing takes it."""
    claimed = Complaint.objects.filter(pk=complaint.pk, told_at=None).update(told_at=clock.now())
    for channel, address in ways(complaint) if claimed else ():
        try:
            direct.send(channel, address, message(complaint), subject="投诉举报办理结果")
        except direct.Undelivered:
            continue
        after = {"channel": channel.label}
        trace(by=SYSTEM, verb="complaint.tell", label="结果已告知举报人", subject=complaint, after=after)
        return True
    if claimed:
        Complaint.objects.filter(pk=complaint.pk).update(told_at=None)
    return False
