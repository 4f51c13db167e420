"""Correction, replacement and revocation of certificates, by application and approval of two (4.5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from certificates.issuing.models import Certificate
from exams.registration.models import Registration
from exams.scores.corrections.models import Correction
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.fields import EncryptedTextField
from sdzx.identifiers import DocumentType
from sdzx.workflow import Flow, Step

HANDLERS = (Role.CLERK, Role.CERTIFIER, Role.DIRECTOR)


class CertificateChangeQuerySet(ScopedQuerySet["CertificateChange"]):
    """Who handles them in the centre, the auditor, and the holder of the certificate."""

    OWNER = "certificate__registration__user"

    def scope(self, actor: Actor) -> Q:
        return super().scope(actor) if actor.role in (*HANDLERS, Role.AUDITOR, Role.APPLICANT) else NOBODY


class CertificateChange(Flow):
    """证书事项: an application about one certificate. What is carried out never deletes anything."""

    class Status(models.TextChoices):
        APPLIED = "applied", "待审核"
        REVIEWED = "reviewed", "待批准"
        APPROVED = "approved", "待办理"
        CARRIED_OUT = "carried_out", "已办结"
        REFUSED = "refused", "不予办理"
        WITHDRAWN = "withdrawn", "已撤回"

    class Kind(models.TextChoices):
        CORRECTION = "correction", "更正"
        REPLACEMENT = "replacement", "补发"
        REVOCATION = "revocation", "撤销"

    class Cause(models.TextChoices):
        LOST = "lost", "遗失"
        DAMAGED = "damaged", "损坏"

    OPEN = (Status.APPLIED, Status.REVIEWED, Status.APPROVED)
    FLOW = "certificate_change"
    STEPS = (
        Step("review", "审核通过", (Status.APPLIED,), Status.REVIEWED, clause="4.5", consequence="送中心主任批准；审核人和批准人不能是同一人。"),
        Step("approve", "批准", (Status.REVIEWED,), Status.APPROVED, clause="4.5", consequence="批准后由证书管理人员办理。"),
        Step("refuse", "不予办理", (Status.APPLIED, Status.REVIEWED, Status.APPROVED), Status.REFUSED, clause="4.5", danger=True, ground=True, consequence="理由将告知持证人。"),
        Step("withdraw", "撤回申请", (Status.APPLIED,), Status.WITHDRAWN),
        Step("carry_out", "办结", (Status.APPROVED,), Status.CARRIED_OUT, clause="4.5", danger=True),
        Step("drop", "终止撤销", OPEN, Status.REFUSED, clause="4.5", ground=True, automatic=True),
    )  # fmt: skip
    MAIN = (Status.APPLIED, Status.REVIEWED, Status.APPROVED, Status.CARRIED_OUT)
    TONES = {
        Status.APPLIED: "warning",
        Status.REVIEWED: "progress",
        Status.APPROVED: "progress",
        Status.CARRIED_OUT: "good",
        Status.REFUSED: "bad",
    }

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.APPLIED)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="发证中心")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="changes", verbose_name="证书")
    kind = models.CharField("事项", max_length=12, choices=Kind.choices)
    ground = models.TextField("理由")
    evidence = models.ManyToManyField("files.StoredFile", blank=True, related_name="+", verbose_name="证明材料")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人")
    at_counter = models.BooleanField("窗口代办", default=False)
    cause = models.CharField("补发原因", max_length=8, choices=Cause.choices, blank=True, default="")
    new_name = models.CharField("更正后的姓名", max_length=100, blank=True, default="")
    new_document_type = models.CharField(
        "更正后的证件类型", max_length=20, choices=DocumentType.choices, blank=True, default=""
    )
    new_document_number = EncryptedTextField("更正后的证件号码", blank=True, default="")
    score_correction = models.OneToOneField(
        Correction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="依据的成绩更正"
    )
    statement_due = models.DateField("申辩期限", null=True, blank=True)
    statement = models.TextField("持证人申辩", blank=True, default="")
    stated_at = models.DateTimeField("申辩时间", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="审核人"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    refusal = models.TextField("不予办理的理由", blank=True, default="")
    old_copy = models.CharField("旧证去向", max_length=200, blank=True, default="")

    objects = CertificateChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(status__in=("applied", "reviewed", "approved")),
                name="certificate_change_one_open",
            ),
            models.CheckConstraint(condition=Q(kind="replacement") | Q(cause=""), name="change_cause_of_replacement"),
            models.CheckConstraint(condition=~Q(kind="replacement") | ~Q(cause=""), name="change_replacement_has_cause"),
            models.CheckConstraint(
                condition=~Q(kind="revocation") | Q(statement_due__isnull=False), name="change_revocation_is_heard"
            ),
            models.CheckConstraint(
                condition=Q(score_correction__isnull=True) | Q(kind="revocation"), name="change_of_a_score_revokes"
            ),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(refusal=""), name="change_refusal_has_ground"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("reviewed_by")), name="change_decided_by_another"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["center", "status"], name="change_center_status")]

    @property
    def registration(self) -> Registration:
        """Whose certificate it is."""
        return self.certificate.registration

    def __str__(self) -> str:
        return f"证书{self.get_kind_display()} {self.certificate.number}"
