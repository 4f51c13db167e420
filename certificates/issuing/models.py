"""Certificates: number patterns, certificates, prints, hand-outs, voided numbers (4.5)."""

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from exams.registration.models import Registration
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.fields import BlindIndexField, EncryptedTextField
from sdzx.identifiers import DocumentType
from sdzx.workflow import Flow, Step


def verification_code() -> str:
    """What the QR code carries: 128 random bits, so that certificates cannot be walked through."""
    return secrets.token_urlsafe(16)


class NumberPatternQuerySet(ScopedQuerySet["NumberPattern"]):
    """The province sees all; who answers for certificates in a city sees what holds or held, not the drafts."""

    def scope(self, actor: Actor) -> Q:
        if actor.role in (Role.CERTIFIER, Role.DIRECTOR, Role.AUDITOR):
            return ~Q(status=NumberPattern.Status.DRAFT)
        return NOBODY


class NumberPattern(Flow):
    """How certificate numbers are built: ours, not official (docs/numbering.md). One version is in use for the province.

    `segments` is a list of {kind, width, value}; kinds: text, province, city, year, sequence, check (ISO 7064 MOD 37,36).
    The database refuses to change or delete a version that is no draft any more (migration 0004).
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_USE = "in_use", "使用中"
        SUPERSEDED = "superseded", "已停用"

    FLOW = "number_pattern"
    STEPS = (
        Step("put_in_use", "启用", (Status.DRAFT,), Status.IN_USE, clause="4.5",
             consequence="启用后不能修改，此后确认的成绩按这一版编号，原使用的版本停用；已有的证书编号不变，年度顺序号接着编。"),
        Step("supersede", "停用", (Status.IN_USE,), Status.SUPERSEDED, clause="4.5", automatic=True),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.IN_USE, Status.SUPERSEDED)
    TONES = {Status.IN_USE: "good"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveSmallIntegerField("版本", unique=True)
    segments = models.JSONField("组成")
    note = models.CharField("说明", max_length=200, blank=True, default="")

    objects = NumberPatternQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="in_use"), name="pattern_one_in_use_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"证书编号规则（第{self.version}版）"


class CertificateQuerySet(ScopedQuerySet["Certificate"]):
    """The centre's; the holder's own; a site sees none."""

    OWNER = "registration__user"
    UNIT = "registration__unit"

    def standing(self) -> Self:
        """Neither revoked nor replaced by a corrected one."""
        return self.exclude(status__in=(Certificate.Status.REVOKED, Certificate.Status.CORRECTED))


class Certificate(Flow):
    """专项职业能力证书. Its number is given once and never again; name and document are those registered."""

    class Status(models.TextChoices):
        NUMBERED = "numbered", "待打印"
        PRINTED = "printed", "待发放"
        HANDED_OUT = "handed_out", "已发放"
        REVOKED = "revoked", "已撤销"
        CORRECTED = "corrected", "已更正"

    FLOW = "certificate"
    STEPS = (
        Step("print", "打印证书", (Status.NUMBERED,), Status.PRINTED, clause="4.5"),
        Step("spoil", "登记印制作废", (Status.PRINTED,), Status.NUMBERED, clause="4.5", ground=True, automatic=True,
             consequence="打坏的一张作废，证书回到“待打印”，另编印制流水码重印，证书编号不变。"),
        Step("hand_out", "发放", (Status.PRINTED,), Status.HANDED_OUT, clause="4.5"),
        Step("take_back", "登记退件", (Status.HANDED_OUT,), Status.PRINTED, clause="4.5", ground=True,
             consequence="证书回到“待发放”，可以重新寄送或改由本人领取；原来的发放记录保留。"),
        Step("replace", "补发", (Status.HANDED_OUT,), Status.PRINTED, clause="4.5", ground=True, automatic=True),
        Step("revoke", "撤销证书", (Status.NUMBERED, Status.PRINTED, Status.HANDED_OUT), Status.REVOKED, clause="4.5", danger=True, ground=True, automatic=True,
             consequence="撤销后编号作废不再使用，公众查询显示“已撤销”。"),
        Step("correct", "更正证书", (Status.NUMBERED, Status.PRINTED, Status.HANDED_OUT), Status.CORRECTED, clause="4.5", ground=True, automatic=True,
             consequence="另编新号发新证，公众查询显示“已更正，见新证”。"),
    )  # fmt: skip
    MAIN = (Status.NUMBERED, Status.PRINTED, Status.HANDED_OUT)
    TONES = {
        Status.NUMBERED: "progress",
        Status.PRINTED: "progress",
        Status.HANDED_OUT: "good",
        Status.REVOKED: "bad",
        Status.CORRECTED: "warning",
    }

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.NUMBERED)
    number = models.CharField("证书编号", max_length=40, unique=True)
    code = models.CharField("核验码", max_length=30, unique=True, default=verification_code, editable=False)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="发证中心")
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="certificates", related_query_name="certificate"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", verbose_name="更正的原证书"
    )
    session = models.ForeignKey(Session, models.PROTECT, related_name="certificates")
    project = models.ForeignKey("catalogue.Project", models.PROTECT, related_name="certificates")
    year = models.PositiveSmallIntegerField("年度")
    sequence = models.PositiveIntegerField("年度顺序号")
    pattern = models.ForeignKey(NumberPattern, models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=100)
    name_key = models.CharField("姓名（比对用）", max_length=100, editable=False)
    document_type = models.CharField("证件类型", max_length=20, choices=DocumentType.choices)
    document_number = EncryptedTextField("证件号码")
    document_index = BlindIndexField("证件号码索引")
    project_name = models.CharField("专项职业能力名称", max_length=60)
    result = models.CharField("考核结果", max_length=20, default="合格")
    photo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField("发证日期")
    handed_to = models.CharField("领取人", max_length=50, blank=True, default="")
    handed_how = models.CharField("领取方式", max_length=40, blank=True, default="")
    handed_at = models.DateTimeField("发放时间", null=True, blank=True)
    revoked_reason = models.TextField("撤销理由", blank=True, default="")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["center", "year", "sequence"], name="certificate_sequence_once"),
            models.UniqueConstraint(
                fields=["registration"],
                condition=~Q(status__in=("corrected", "revoked")),
                name="certificate_one_standing",
            ),
        ]
        indexes = [models.Index(fields=["document_index", "name_key"], name="certificate_lookup")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class PrintQuerySet(ScopedQuerySet["Print"]):
    """The centre's own."""

    CENTER = "certificate__center"


class Print(models.Model):
    """One printed copy, a row of the ledger (印制台账): a reprint keeps the number and takes a new serial (印制流水码).

    `file` is the frozen PDF: this sheet alone, or with `page` (from 1) the part of a batch in which it is that page.
    """

    class State(models.TextChoices):
        PRINTED = "printed", "有效"
        SPOILED = "spoiled", "作废"
        REPLACED = "replaced", "已补发"

    TONES = {State.PRINTED: "good", State.SPOILED: "bad", State.REPLACED: "warning"}

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="prints")
    serial = models.CharField("印制流水码", max_length=30, unique=True)
    reason = models.CharField("重印理由", max_length=200, blank=True, default="")
    is_reprint = models.BooleanField("补发", default=False)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    page = models.PositiveIntegerField("文件中的页", null=True, blank=True)
    on_blank = models.BooleanField("用空白证书", default=False, db_default=False)
    state = models.CharField(
        "状态", max_length=10, choices=State.choices, default=State.PRINTED, db_default=State.PRINTED
    )
    spoiled_reason = models.CharField("作废理由", max_length=200, blank=True, default="", db_default="")
    spoiled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作废登记人"
    )
    spoiled_at = models.DateTimeField("作废时间", null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="改印为"
    )
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="印制人")
    printed_at = models.DateTimeField("印制时间", default=clock.now)

    objects = PrintQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="spoiled", spoiled_at__isnull=False, spoiled_by__isnull=False) & ~Q(spoiled_reason="")
                | ~Q(state="spoiled"),
                name="print_spoiled_says_why",
            )
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def tone(self) -> str:
        """How the badge of its state looks."""
        return self.TONES[self.State(self.state)]


class VoidNumberQuerySet(ScopedQuerySet["VoidNumber"]):
    """The centre's own; a site and a candidate have no business with them."""


class VoidNumber(models.Model):
    """A number that will never name a certificate again, and why. The database refuses to change or delete one (0004)."""

    number = models.CharField("证书编号", max_length=40, unique=True)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="发证中心")
    reason = models.TextField("理由")
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="作废人")
    voided_at = models.DateTimeField("作废时间", default=clock.now)

    objects = VoidNumberQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["center", "voided_at"], name="void_number_register")]

    def __str__(self) -> str:
        return f"{self.number} 作废"
