"""Centres, organisations, people who sign in, and as whom they act."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from sdzx import clock
from sdzx.accounts.roles import CENTER_ROLES, ORGANIZATION_ROLES, Role
from sdzx.fields import BlindIndexField, EncryptedTextField
from sdzx.identifiers import DocumentType


class Center(models.Model):
    """A centre: the province's or a city's. A city's row also names its bureau (市人力资源社会保障局)."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "省中心"
        CITY = "city", "市中心"

    code = models.CharField("行政区划代码", max_length=6, unique=True, help_text="GB/T 2260")
    kind = models.CharField("级别", max_length=10, choices=Kind.choices)
    city = models.CharField("城市", max_length=20, help_text="如“济南市”；省中心为“山东省”")
    name = models.CharField("中心名称", max_length=60)
    bureau_name = models.CharField("人力资源社会保障部门", max_length=60)
    address = models.CharField("地址", max_length=120, blank=True, default="")
    phone = models.CharField("咨询电话", max_length=30, blank=True, default="")
    policy = models.JSONField("业务参数", default=dict, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Organization(models.Model):
    """An institution or unit: host of a site, employer, or unit that registers its people. Found by its USCC."""

    class Kind(models.TextChoices):
        APPRAISAL = "appraisal", "职业技能鉴定机构"
        ENTERPRISE = "enterprise", "企业"
        SCHOOL = "school", "院校"
        TRAINING = "training", "培训评价机构"
        OTHER = "other", "其他"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField("单位名称", max_length=100)
    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    kind = models.CharField("单位类别", max_length=12, choices=Kind.choices)
    kind_reason = models.CharField("选择“其他”的理由", max_length=200, blank=True, default="")
    center = models.ForeignKey(Center, models.PROTECT, verbose_name="所在市中心")
    address = models.CharField("单位地址", max_length=120, blank=True, default="")
    contact = models.CharField("联系人", max_length=50, blank=True, default="")
    phone = EncryptedTextField("联系电话", blank=True, default="")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(kind_reason=""), name="organization_other_kind_has_reason"
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Users are found by the name with which they sign in."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. Personal data is encrypted; document number and phone are found by blind index."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    username = models.CharField("登录名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=100)
    document_type = models.CharField("证件类型", max_length=20, choices=DocumentType.choices, blank=True, default="")
    document_number = EncryptedTextField("证件号码", blank=True, default="")
    document_index = BlindIndexField("证件号码索引", blank=True, default="")
    phone = EncryptedTextField("手机号码", blank=True, default="")
    phone_index = BlindIndexField("手机号码索引", blank=True, default="")
    email = models.EmailField("电子邮箱", blank=True, default="")
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须修改密码", default=False)
    name_key = models.CharField("姓名（比对用）", max_length=100, blank=True, default="", db_index=True, editable=False)
    phone_verified_at = models.DateTimeField("手机号码验证时间", null=True, blank=True)
    email_verified_at = models.DateTimeField("电子邮箱验证时间", null=True, blank=True)
    erased_at = models.DateTimeField("注销时间", null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document_index"], condition=~Q(document_index=""), name="user_document_once"
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(is_active=False, document_index="", phone_index="", email=""),
                name="user_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """As whom a person may act: a role, and the centre or the organisation it belongs to."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField("身份", max_length=12, choices=Role.choices)
    center = models.ForeignKey(Center, models.PROTECT, null=True, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True)
    is_active = models.BooleanField("有效", default=True)
    is_asked = models.BooleanField("待确认", default=False, help_text="本人申请加入单位，等待确认")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "center", "organization"], nulls_distinct=False, name="membership_once"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=sorted([*CENTER_ROLES, Role.BUREAU, Role.PROVINCE])) | Q(center__isnull=False),
                name="membership_office_has_center",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=sorted(ORGANIZATION_ROLES)) | Q(organization__isnull=False),
                name="membership_unit_has_organization",
            ),
            models.CheckConstraint(condition=~Q(is_asked=True, is_active=True), name="membership_asked_is_not_active"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """«受理 · 济南市职业技能鉴定中心»."""
        place = self.organization or (
            self.center.bureau_name if self.center and self.role == Role.BUREAU else self.center
        )
        return f"{self.get_role_display()} · {place}" if place else self.get_role_display()


class ConsentText(models.Model):
    """A version of what people agree to. The newest of a kind whose day has come is in use; none is ever changed."""

    class Kind(models.TextChoices):
        GENERAL = "general", "个人信息处理告知书"
        SENSITIVE = "sensitive", "敏感个人信息处理单独告知"

    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    version = models.CharField("版本", max_length=20)
    text = models.TextField("正文", help_text="一段一行")
    in_use_from = models.DateField("启用日期")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["kind", "-in_use_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="consent_version_once"),
            models.UniqueConstraint(fields=["kind", "in_use_from"], name="consent_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"《{self.get_kind_display()}》（{self.version}版）"

    @property
    def paragraphs(self) -> list[str]:
        return self.text.splitlines()


class Consent(models.Model):
    """Somebody agreed to a version, once and at that time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("同意时间", default=clock.now)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "text"], name="consent_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.text}"
