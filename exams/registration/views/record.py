"""The list, the record, its steps, its PDF."""

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse

from exams.registration import rules, services
from exams.registration.documents import registration_form
from exams.registration.entry import timeline
from exams.registration.forms import AcceptForm, RegistrationFilter
from exams.registration.models import Registration
from exams.registration.photos.rules import sentences
from exams.registration.review import services as reviews
from exams.registration.review.hints import hints
from exams.registration.waiting import queue
from exams.registration.waiting import services as offers
from exams.registration.waiting.rules import unanswerable
from exams.registration.words import what_next
from sdzx import clock
from sdzx.accounts import consent
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import CENTER_ROLES, Role
from sdzx.files.models import StoredFile
from sdzx.identifiers import mask_document, mask_phone, pp
from sdzx.ui import words
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.tables import FirstPages
from sdzx.ui.views import Action, OfficeView, RecordView, StepView, TableView
from sdzx.workflow import Blocker

Status = Registration.Status
READERS = (*sorted(CENTER_ROLES - {Role.CUSTODIAN}), Role.APPLICANT, Role.REGISTRAR, Role.PROVINCE, Role.AUDITOR)


class ListView(TableView):
    """报名: the candidate's own, the unit's, the centre's."""

    roles = READERS
    model = Registration
    title = "报名"
    related = ("item__project", "project", "unit")
    columns = (
        Column("报名号", lambda row: row.number or "未提交", order="number", link=True),
        Column("姓名", "name", order="name_key"),
        Column("证件号码", lambda row: mask_document(row.document_number)),
        Column("批次", "item", order="project_id"),
        Column("报名单位", "unit"),
        Column("提交时间", "submitted_at", order="submitted_at"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    filter_class = RegistrationFilter
    paginator_class = FirstPages

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.own() if self.actor.role == Role.APPLICANT else super().get(request)

    def own(self) -> HttpResponse:
        """我的报名: a candidate has a handful; each with what comes next and until when."""
        records = self.records().select_related("item__announcement__center", "project").order_by("-pk")
        rows = [(each, what_next(each), timeline.due(each)) for each in records]
        context = {"title": "我的报名", "rows": rows, "empty": self.empty, "actions": self.actions()}
        return render(self.request, "exams/registration/own.html", context)

    @property
    def empty(self) -> tuple[Any, ...]:
        if self.actor.may("registration.submit"):
            return (
                "还没有报名",
                "选择正在报名的批次，填写信息并上传照片。",
                Button("我要报名", reverse("registration:open")),
            )
        return ("还没有报名", "公告发布后，考生和单位在报名期内提交的报名会列在这里。")

    def actions(self) -> list[Button]:
        if self.actor.may("registration.submit"):
            return [Button("我要报名", reverse("registration:open"), primary=True)]
        if self.actor.may("registration.accept"):
            return [Button("审核报名", reverse("registration:review:list"), primary=True)]
        return []


class RegistrationView(RecordView):
    """A registration: what comes next in plain words; for the clerk the materials beside the data."""

    model = Registration
    related = (
        "item__announcement",
        "item__project",
        "project",
        "center",
        "unit",
        "user",
        "photo",
        "seat__session__site",
    )
    template = "exams/registration/record.html"

    def subtitle(self, record: Registration) -> str:
        return f"报名号{record.number}" if record.number else "未提交"

    def groups(self, record: Registration) -> Sequence[FactGroup]:
        return () if self.reviews(record) else self.facts(record)

    def files(self, record: Registration) -> Sequence[FileLine]:
        return () if self.reviews(record) else materials(record)

    def reviews(self, record: Registration) -> bool:
        return record.status == Status.SUBMITTED and self.actor.may("registration.accept")

    def facts(self, record: Registration) -> list[FactGroup]:
        """Numbers in full only for who compares them with the materials."""
        full = self.reviews(record)
        return [
            *_place(record),
            FactGroup("考生", (
                Fact("姓名", record.name),
                Fact("性别", record.sex),
                Fact("出生日期", record.birth_date),
                Fact("证件类型", record.get_document_type_display()),
                Fact("证件号码", pp(record.document_number) if full else mask_document(record.document_number)),
                Fact("联系电话", pp(record.phone) if full else mask_phone(record.phone)),
                Fact("民族", record.ethnicity),
                Fact("文化程度", record.education),
                Fact("工作单位", record.unit or record.employer_name),
                Fact("联系地址", record.address),
                Fact("符合的报名条件", record.eligibility, wide=True),
                Fact("无障碍需求", record.needs),
                Fact("同意个人信息处理", record.consented_at),
            )),
            FactGroup("批次", (
                Fact("考核项目", record.item),
                Fact("公告", record.item.announcement, url=_url("announcements:page", record.item.announcement.uid)),
                Fact("报名截止", record.item.registration_closes),
                Fact("考核日期", f"{words.day(record.item.exam_from)}至{words.day(record.item.exam_to)}"),
                Fact("报名中心", record.center),
                Fact("审核意见", record.review_note, wide=True),
            )),
        ]  # fmt: skip

    def blockers(self, record: Registration) -> Sequence[Blocker]:
        if record.status not in services.EDITABLE or not self.actor.may("registration.submit"):
            return ()
        return rules.unsubmittable(
            record, moment=clock.now(), other=services.other_live(record), text=consent.version()
        )

    def links(self, record: Registration) -> Sequence[Button]:
        found = []
        if record.status in services.EDITABLE and self.actor.may("registration.submit"):
            found.append(Button("修改信息", reverse("registration:edit", args=[record.uid])))
        if _ticket_number(record) and (ticket := _url("sessions:ticket", record.uid)):
            found.append(Button("准考证", ticket, primary=True))
        if self.may_begin_again(record):
            found.append(Button("重新报名", f"{reverse('registration:new')}?item={record.item_id}", primary=True))
        if record.status != Status.DRAFT:
            found.append(Button("报名表", reverse("registration:document", args=[record.uid, "form"])))
        if following := self.following(record):
            found.append(Button("下一条", following))
        return found

    def more(self, record: Registration) -> dict[str, Any]:
        own = self.actor.role in (Role.APPLICANT, Role.REGISTRAR)
        if self.reviews(record):
            return {
                "lines": materials(record),
                "facts": self.facts(record),
                "notes": [each.sentence for each in hints(record, self.actor)],
            }
        if not own:
            return {}
        return {
            "stages": (),  # the line below says more
            "what_next": what_next(record),
            "until": timeline.due(record),
            "timeline": timeline.timeline(record),
            "notes": sentences(record.photo_warnings) if record.status in services.EDITABLE else [],
        }

    def may_begin_again(self, record: Registration) -> bool:
        """After an end, while the batch is open and nothing of the same person is under way in it."""
        if record.status not in Registration.ENDED or not self.actor.may("registration.submit"):
            return False
        return not rules.window(record.item, clock.now()) and services.other_live(record) is None

    def following(self, record: Registration) -> str:
        """The address of the next one that waits for review; empty for others than clerks and when none waits."""
        if not self.actor.may("registration.accept"):
            return ""
        queue = Registration.objects.visible_to(self.actor).filter(status=Status.SUBMITTED).exclude(pk=record.pk)
        later = queue.filter(pk__gt=record.pk).order_by("pk").first() or queue.order_by("pk").first()
        return reverse("registration:record", args=[later.uid]) if later else ""


def _ticket_number(record: Registration) -> str:
    """Empty until the session is published; the seat belongs to a later slice."""
    return getattr(getattr(record, "seat", None), "ticket_number", None) or ""


def _place(record: Registration) -> list[FactGroup]:
    """Where and when, once it is published."""
    if not _ticket_number(record):
        return []
    seat: Any = record.seat
    facts = (
        Fact("准考证号", seat.ticket_number),
        Fact("考核时间", f"{words.moment(seat.session.starts_at)}开始"),
        Fact("考点", f"{seat.session.site}（{seat.session.site.address}）", wide=True),
        Fact("考场和座位", f"{seat.room} {seat.seat}号"),
    )
    return [FactGroup("考场安排", facts)]


def materials(record: Registration) -> list[FileLine]:
    """Photo and evidence."""
    lines = [_line(record.photo, "照片")] if record.photo else []
    proves = {
        stored.pk: claim.condition for claim in record.claims.prefetch_related("files") for stored in claim.files.all()
    }
    for stored in record.evidence.all():
        condition = proves.get(stored.pk)
        lines.append(_line(stored, f"证明材料：{condition}" if condition else "证明材料"))
    return lines


def _line(stored: StoredFile, kind: str) -> FileLine:
    url = reverse("files:download", args=[stored.uid])
    return FileLine(
        stored.name, f"{url}?inline=1", kind, stored.size, preview_url=f"{url}?inline=1" if stored.is_image else ""
    )


def _url(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _submit_blockers(record: Registration) -> list[Blocker]:
    return rules.unsubmittable(record, moment=clock.now(), other=services.other_live(record), text=consent.version())


def _offer_blockers(record: Registration) -> list[Blocker]:
    return unanswerable(record, moment=clock.now())


def offer_facts(record: Registration, actor: Actor) -> dict[str, Any]:
    """What is offered, to whom, until when."""
    names = "、".join(each.name for each in queue.together_with(record)) if record.group else record.name
    facts = (
        Fact("批次", record.item), Fact("递补人员", names, wide=True), Fact("确认期限", record.offered_until),
    )  # fmt: skip
    return {"groups": [FactGroup("递补", facts)]}


def held_up(record: Registration, actor: Actor) -> dict[str, Any]:
    """Who has it open at the workbench, until when."""
    found = reviews.in_the_way(record, actor)
    return {"blockers": found} if found else {}


class RegistrationStepView(StepView):
    """Every step of a registration that somebody takes."""

    model = Registration

    def get_record(self, uid: uuid.UUID) -> Registration:
        if self.request.method == "POST" and self.kwargs["verb"] == "submit":
            found = services.to_submit(uid, by=self.actor)
            if found is not None:
                return found
        record: Registration = super().get_record(uid)
        return record

    actions = {
        "submit": Action(services.submit, blockers=_submit_blockers, done="已提交，是否占到名额见本页。"),
        "take_offer": Action(
            offers.take_offer, blockers=_offer_blockers, done="已确认递补，等待审核。", context=offer_facts
        ),
        "decline_offer": Action(offers.decline_offer, done="已放弃递补。", context=offer_facts),
        "withdraw": Action(services.withdraw, done="报名已取消。"),
        "accept": Action(partial(reviews.step, verb="accept"), AcceptForm, done="已审核通过。", context=held_up),
        "send_back": Action(partial(reviews.step, verb="send_back"), done="已退回修改，并已通知。", context=held_up),
        "reject": Action(partial(reviews.step, verb="reject"), done="已审核不通过，并已通知。", context=held_up),
    }


class DocumentView(OfficeView):
    """报名表 as PDF, made from the record as it stands."""

    def get(self, request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
        if kind != "form":
            raise Http404(kind)
        visible = Registration.objects.visible_to(self.actor).select_related(*RegistrationView.related)
        record = get_object_or_404(visible, uid=uid)
        response = HttpResponse(registration_form(record), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{record.number or record.uid}.pdf"'
        return response
