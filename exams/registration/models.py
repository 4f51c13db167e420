"""A candidate's registration for a batch, and what becomes of it (3.2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from exams.announcements.models import AnnouncementItem
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.fields import BlindIndexField, EncryptedTextField
from sdzx.identifiers import DocumentType
from sdzx.workflow import Flow, Step


class RegistrationQuerySet(ScopedQuerySet["Registration"]):
    """The candidate's own, the unit's, the centre's from submission on, the site's where it was arranged."""

    OWNER = "user"
    UNIT = "unit"

    def scope(self, actor: Actor) -> Q:
        if actor.role == Role.CUSTODIAN:  # question sets know no candidates
            return NOBODY
        if actor.role == Role.SITE:
            return Q(seat__session__site__organization=actor.organization)
        condition = super().scope(actor)
        return condition & ~Q(status=Registration.Status.DRAFT) if actor.in_center else condition


class Registration(Flow):
    """报名. Name, document and photo are those on the day of submission; the certificate prints them."""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待审核"
        RETURNED = "returned", "待修改"
        REJECTED = "rejected", "审核不通过"
        ACCEPTED = "accepted", "审核通过"
        WAITING = "waiting", "候补"
        OFFERED = "offered", "待确认递补"
        LAPSED = "lapsed", "候补失效"
        WITHDRAWN = "withdrawn", "已取消"
        ARRANGED = "arranged", "已安排考场"
        PRESENT = "present", "已签到"
        ABSENT = "absent", "缺考"
        DISQUALIFIED = "disqualified", "成绩无效"
        SCORED = "scored", "已评分"
        PASSED = "passed", "合格"
        FAILED = "failed", "不合格"
        CERTIFIED = "certified", "已发证"

    FLOW = "registration"
    STEPS = (
        Step("submit", "提交报名", (Status.DRAFT, Status.RETURNED), Status.SUBMITTED, clause="3.2", consequence="提交后由市中心审核，结果会通知您。"),
        Step("wait", "转入候补", (Status.DRAFT,), Status.WAITING, automatic=True),
        Step("offer", "通知递补", (Status.WAITING,), Status.OFFERED, automatic=True),
        Step("take_offer", "确认递补", (Status.OFFERED,), Status.SUBMITTED, clause="3.2", consequence="确认后占用名额，由市中心审核，结果会通知您。"),
        Step("decline_offer", "放弃递补", (Status.OFFERED,), Status.WITHDRAWN, danger=True, consequence="放弃后名额让给后面的人，本次报名随之取消。"),
        Step("lapse", "候补失效", (Status.WAITING, Status.OFFERED), Status.LAPSED, automatic=True),
        Step("withdraw", "取消报名", (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED, Status.WAITING),
             Status.WITHDRAWN, danger=True, consequence="取消后名额释放；报名截止前可以重新报名。"),
        Step("accept", "审核通过", (Status.SUBMITTED,), Status.ACCEPTED, clause="3.2"),
        Step("send_back", "退回修改", (Status.SUBMITTED,), Status.RETURNED, ground=True, consequence="请写明需要修改的全部内容。"),
        Step("reject", "不通过", (Status.SUBMITTED,), Status.REJECTED, danger=True, ground=True),
        Step("arrange", "安排考场", (Status.ACCEPTED,), Status.ARRANGED, clause="3.3", automatic=True),
        Step("unarrange", "取消考场安排", (Status.ARRANGED,), Status.ACCEPTED, automatic=True),
        Step("sign_in", "签到", (Status.ARRANGED,), Status.PRESENT, clause="4.3", automatic=True),
        Step("mark_absent", "缺考", (Status.ARRANGED,), Status.ABSENT, automatic=True),
        Step("disqualify", "成绩无效", (Status.PRESENT, Status.SCORED), Status.DISQUALIFIED, clause="5.1", automatic=True),
        Step("score", "评分", (Status.PRESENT,), Status.SCORED, clause="4.4", automatic=True),
        Step("unscore", "成绩退回", (Status.SCORED,), Status.PRESENT, automatic=True),
        Step("pass", "合格", (Status.SCORED,), Status.PASSED, clause="4.5", automatic=True),
        Step("fail", "不合格", (Status.SCORED,), Status.FAILED, clause="4.5", automatic=True),
        Step("certify", "发证", (Status.PASSED,), Status.CERTIFIED, clause="4.5", automatic=True),
        Step("correct_pass", "更正为合格", (Status.FAILED,), Status.PASSED, clause="4.5", automatic=True),
        Step("correct_fail", "更正为不合格", (Status.PASSED, Status.CERTIFIED), Status.FAILED, clause="4.5", automatic=True),
    )  # fmt: skip
    MAIN = (
        Status.DRAFT,
        Status.SUBMITTED,
        Status.ACCEPTED,
        Status.ARRANGED,
        Status.PRESENT,
        Status.SCORED,
        Status.PASSED,
        Status.CERTIFIED,
    )
    TONES = {Status.SUBMITTED: "progress", Status.RETURNED: "warning", Status.REJECTED: "bad", Status.ACCEPTED: "good",
             Status.WAITING: "warning", Status.OFFERED: "warning", Status.LAPSED: "bad", Status.ARRANGED: "good", Status.PRESENT: "good", Status.ABSENT: "bad",
             Status.DISQUALIFIED: "bad", Status.SCORED: "progress", Status.PASSED: "good", Status.FAILED: "bad",
             Status.CERTIFIED: "good"}  # fmt: skip
    ENDED = (Status.WITHDRAWN, Status.REJECTED, Status.LAPSED)
    PLACELESS = (Status.DRAFT, Status.WAITING, *ENDED)

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.DRAFT)
    number = models.CharField("报名号", max_length=30, null=True, editable=False, help_text="首次提交时编号")
    center = models.ForeignKey("accounts.Center", models.PROTECT, db_index=False, verbose_name="报名中心")
    item = models.ForeignKey(AnnouncementItem, models.PROTECT, related_name="registrations", verbose_name="批次")
    project = models.ForeignKey("catalogue.Project", models.PROTECT, db_index=False, verbose_name="项目")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    unit = models.ForeignKey(
        "accounts.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="报名单位",
    )
    name = models.CharField("姓名", max_length=100)
    # Collation C: an index that serves both the search for a beginning and the order.
    name_key = models.CharField("姓名（比对用）", max_length=100, db_collation="C", editable=False)
    sex = models.CharField("性别", max_length=2, blank=True, default="")
    birth_date = models.DateField("出生日期")
    ethnicity = models.CharField("民族", max_length=20, blank=True, default="")
    education = models.CharField("文化程度", max_length=20, blank=True, default="")
    document_type = models.CharField("证件类型", max_length=20, choices=DocumentType.choices)
    document_number = EncryptedTextField("证件号码")
    document_index = BlindIndexField("证件号码索引", db_index=False)
    phone = EncryptedTextField("手机号码")
    employer_name = models.CharField("工作单位", max_length=100, blank=True, default="")
    address = models.CharField("联系地址", max_length=120, blank=True, default="")
    eligibility = models.TextField("符合的报名条件", blank=True, default="")
    eligibility_note = models.TextField("报名条件补充说明", blank=True, default="")
    needs = models.CharField("无障碍需求", max_length=200, blank=True, default="")
    photo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    photo_warnings = models.JSONField("照片提示", default=list, blank=True)
    evidence = models.ManyToManyField("files.StoredFile", blank=True, related_name="+", verbose_name="证明材料")
    consented_at = models.DateTimeField("同意个人信息处理的时间", null=True, blank=True)
    consent_version = models.CharField("告知书版本", max_length=20, blank=True, default="")
    review_note = models.TextField("审核意见", blank=True, default="")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    holds_place = models.BooleanField("占用名额", default=False, editable=False)
    group = models.UUIDField(
        "同进退的一组", null=True, editable=False, help_text="一个单位的一组人：要么全部递补，要么一个也不递补"
    )
    offered_until = models.DateTimeField("递补确认期限", null=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="registration_number_once"),
            models.UniqueConstraint(
                fields=["document_index", "item"],
                condition=~Q(status__in=["withdrawn", "rejected", "lapsed"]),
                name="registration_one_live",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(number__isnull=False),
                name="registration_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(status="offered") | Q(offered_until__isnull=False), name="registration_offer_has_an_end"
            ),
        ]
        # The lists, each in the order in which it is read: a page costs the same at any number of registrations. Every
        # index is written anew at every submission, so no column has one that another begins with.
        indexes = [
            models.Index(fields=["document_index"], name="registration_document"),
            models.Index(fields=["unit", "center"], name="registration_by_unit"),
            models.Index(fields=["center", "id"], name="registration_center"),
            models.Index(fields=["center", "status", "id"], name="registration_by_status"),
            models.Index(fields=["project", "center", "id"], name="registration_of_project"),
            models.Index(fields=["project", "center", "status", "id"], name="registration_project_status"),
            models.Index(fields=["center", "name_key", "id"], name="registration_by_name"),
            models.Index(fields=["center", "submitted_at"], name="registration_by_time"),
            models.Index(fields=["status", "id"], name="registration_province_status"),
            models.Index(fields=["name_key", "id"], name="registration_province_name"),
            models.Index(
                fields=["center", "submitted_at", "id"], condition=Q(status="submitted"), name="registration_review"
            ),
            models.Index(
                fields=["item", "submitted_at", "id"], condition=Q(status="waiting"), name="registration_queue"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} 报名 {self.project.name}"
