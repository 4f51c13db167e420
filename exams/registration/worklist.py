"""What registration waits for."""

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui import words
from sdzx.ui.parts import Waiting

Status = Registration.Status


def waiting(actor: Actor) -> list[Waiting]:
    """For the clerk what is to be reviewed; for candidates and units what is to be mended or still to be submitted."""
    if actor.role == Role.CLERK:
        return _to_review(actor)
    if actor.role == Role.REGISTRAR:
        return _of_unit(actor)
    return _of_candidate(actor) if actor.role == Role.APPLICANT else []


def _to_review(actor: Actor) -> list[Waiting]:
    title, detail = "审核报名", "核对照片、证件和报名条件"
    submitted = Registration.objects.visible_to(actor).filter(status=Status.SUBMITTED)
    return _grouped(submitted, title, detail, Status.SUBMITTED, url=reverse("registration:review:list"))


def _of_unit(actor: Actor) -> list[Waiting]:
    mine = Registration.objects.visible_to(actor)
    returned = _grouped(
        mine.filter(status=Status.RETURNED), "修改被退回的报名", "按审核意见修改后重新提交", Status.RETURNED
    )
    offered = _grouped(
        mine.filter(status=Status.OFFERED), "确认递补", "已为候补人员保留名额，逾期未确认的让给后面的人", Status.OFFERED
    )
    drafts = mine.filter(status=Status.DRAFT, item__registration_closes__gt=clock.now())
    return [*offered, *returned, *_grouped(drafts, "提交报名", "草稿提交后才占用名额", Status.DRAFT)]


def _grouped(records: QuerySet[Registration], title: str, detail: str, status: str, url: str = "") -> list[Waiting]:
    found = records.aggregate(count=Count("pk"), since=Min("status_at"))
    if not found["count"]:
        return []
    url = url or f"{reverse('registration:list')}?status={status}"
    return [Waiting(title, detail, url, "报名", since=found["since"], count=found["count"])]


def _of_candidate(actor: Actor) -> list[Waiting]:
    mine = Registration.objects.visible_to(actor).select_related("item__project", "project")
    rows = []
    for record in mine.filter(status=Status.OFFERED):
        detail = f"名额为您保留到{words.moment(record.offered_until)}"
        url = reverse("registration:record", args=[record.uid])
        rows.append(Waiting(f"确认递补：{record.item}", detail, url, "报名", since=record.status_at))
    for record in mine.filter(status__in=[Status.DRAFT, Status.RETURNED]):
        draft = record.status == Status.DRAFT
        if draft and record.item.registration_closes <= clock.now():
            continue
        title = f"{'提交' if draft else '修改'}报名：{record.item}"
        detail = f"{words.moment(record.item.registration_closes)}截止" if draft else record.review_note
        url = reverse("registration:record", args=[record.uid])
        rows.append(Waiting(title, detail, url, "报名", since=record.status_at))
    return rows
