"""Registers of managers, examiners, supervisors and experts (队伍). Clause 5.3."""

import datetime
import secrets
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import POOL_ROLES
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.fields import BlindIndexField, EncryptedTextField
from sdzx.identifiers import DocumentType
from sdzx.workflow import Flow, Step


class PersonQuerySet(ScopedQuerySet["Person"]):
    """A centre sees its own pool; a person sees themselves."""

    def scope(self, actor: Actor) -> Q:
        return Q(user=actor.user) if actor.role in POOL_ROLES else super().scope(actor)


class Person(models.Model):
    """Somebody in a centre's pool. What they may do stands in their qualifications."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="所属中心")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person")
    name = models.CharField("姓名", max_length=100)
    sex = models.CharField("性别", max_length=2, blank=True, default="")
    birth_date = models.DateField("出生日期", null=True, blank=True)
    education = models.CharField("文化程度", max_length=20, blank=True, default="")
    title = models.CharField("职称", max_length=40, blank=True, default="")
    document_type = models.CharField("证件类型", max_length=20, choices=DocumentType.choices)
    document_number = EncryptedTextField("证件号码")
    document_index = BlindIndexField("证件号码索引")
    phone = EncryptedTextField("联系电话", blank=True, default="")
    employer = models.ForeignKey(
        "accounts.Organization", models.PROTECT, null=True, blank=True, verbose_name="工作单位"
    )
    employer_name = models.CharField("工作单位名称", max_length=100, help_text="单位不在系统内时填写")
    photo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField("在册", default=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["center", "document_index"], name="person_once_per_center")]

    def __str__(self) -> str:
        return self.name


def card_code() -> str:
    """What a card's QR code says of it: 96 random bits, so that no card is found by trying."""
    return secrets.token_urlsafe(12)


class QualificationQuerySet(models.QuerySet["Qualification"]):
    """Qualifications by validity."""

    def valid_on(self, day: datetime.date) -> Self:
        return self.filter(
            status=Qualification.Status.VALID, valid_from__lte=day, valid_to__gte=day, person__is_active=True
        )

    def lapsing(self, day: datetime.date, within: int) -> Self:
        """Valid on the day, not for longer than `within` days more, and without a longer one of the kind."""
        longer = Qualification.objects.filter(
            person=models.OuterRef("person"), kind=models.OuterRef("kind"), status=Qualification.Status.VALID,
            valid_to__gt=models.OuterRef("valid_to"),
        )  # fmt: skip
        until = day + datetime.timedelta(days=within)
        return self.valid_on(day).filter(~models.Exists(longer), valid_to__lte=until)

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(person__in=Person.objects.visible_to(actor))


class Qualification(Flow):
    """A role that a person holds, with card number, projects and validity."""

    class Kind(models.TextChoices):
        MANAGER = "manager", "管理人员"
        EXAMINER = "examiner", "考评员"
        SUPERVISOR = "supervisor", "督导员"
        EXPERT = "expert", "专家"

    class Status(models.TextChoices):
        VALID = "valid", "有效"
        SUSPENDED = "suspended", "暂停"
        REVOKED = "revoked", "取消"

    FLOW = "qualification"
    STEPS = (
        Step("suspend", "暂停资格", (Status.VALID,), Status.SUSPENDED, clause="5.3", danger=True, ground=True, consequence="暂停期间不能被派遣或参加评估。"),
        Step("reinstate", "恢复资格", (Status.SUSPENDED,), Status.VALID, clause="5.3", ground=True),
        Step("revoke", "取消资格", (Status.VALID, Status.SUSPENDED), Status.REVOKED, clause="5.3", danger=True, ground=True, consequence="取消后不可恢复，须重新登记。"),
    )  # fmt: skip
    MAIN = (Status.VALID,)
    TONES = {Status.VALID: "good", Status.SUSPENDED: "warning", Status.REVOKED: "bad"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.VALID)
    person = models.ForeignKey(Person, models.CASCADE, related_name="qualifications")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    card_number = models.CharField("证卡编号", max_length=30)
    projects = models.ManyToManyField("catalogue.Project", blank=True, verbose_name="考评项目")
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")
    code = models.CharField("证卡核验码", max_length=16, unique=True, default=card_code, editable=False)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "card_number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "card_number"], name="qualification_card_once"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="qualification_validity_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.person.name} {self.get_kind_display()} {self.card_number}"


class Recusal(models.Model):
    """A declared relation: the person must not judge, supervise or evaluate anything of this organisation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="recusals")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, verbose_name="应回避的单位")
    reason = models.CharField("回避事由", max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organization"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.person.name} 回避 {self.organization.name}"


class Training(models.Model):
    """A training that somebody took part in."""

    class Result(models.TextChoices):
        PASSED = "passed", "合格"
        FAILED = "failed", "不合格"
        ATTENDED = "attended", "仅参加"

    person = models.ForeignKey(Person, models.CASCADE, related_name="trainings")
    name = models.CharField("培训名称", max_length=100)
    organizer = models.CharField("主办单位", max_length=100)
    began_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期")
    hours = models.PositiveSmallIntegerField("学时")
    result = models.CharField("结果", max_length=10, choices=Result.choices, default=Result.PASSED)

    class Meta:
        ordering = ["-began_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ended_on__gte=F("began_on")), name="training_days_ordered"),
            models.UniqueConstraint(fields=["person", "name", "began_on"], name="training_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person.name} {self.name}"


class Assessment(models.Model):
    """年度考核 of somebody in one role."""

    class Grade(models.TextChoices):
        EXCELLENT = "excellent", "优秀"
        PASSED = "passed", "合格"
        BARELY = "barely", "基本合格"
        FAILED = "failed", "不合格"

    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="assessments")
    year = models.PositiveSmallIntegerField("年度")
    grade = models.CharField("等次", max_length=10, choices=Grade.choices)
    note = models.CharField("说明", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [models.UniqueConstraint(fields=["qualification", "year"], name="assessment_once_a_year")]

    def __str__(self) -> str:
        return f"{self.qualification} {self.year}年度考核"
