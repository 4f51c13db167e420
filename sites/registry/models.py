"""Sites as they are known to the public: published by the bureau, authorised for projects (2.4, 3.3)."""

import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower

from sdzx import clock
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.workflow import Flow, Step
from sites.applications.models import Application

M = TypeVar("M", bound=models.Model)


class PublicationQuerySet(ScopedQuerySet["Publication"]):
    """The centre's and the bureau's; what is published is public on its own page."""

    BUREAU = True


class Publication(Flow):
    """考点公布公告: a batch that the city's bureau, not the centre, makes known. From that moment the sites exist."""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已公布"

    FLOW = "publication"
    STEPS = (
        Step(
            "publish",
            "公布",
            (Status.DRAFT,),
            Status.PUBLISHED,
            clause="2.4",
            consequence="公布后名单立即向社会公开，考点即可承担考核。",
        ),
    )
    MAIN = (Status.DRAFT, Status.PUBLISHED)
    TONES = {Status.PUBLISHED: "good"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="城市")
    number = models.CharField("公告文号", max_length=60)
    heading = models.CharField("公告标题", max_length=100)
    issued_on = models.DateField("公告日期")
    applications = models.ManyToManyField(Application, related_name="publications", verbose_name="拟公布的申请")
    notice = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["center", "number"], name="publication_number_once")]

    def __str__(self) -> str:
        return f"{self.heading}（{self.number}）"


class SiteQuerySet(ScopedQuerySet["Site"]):
    """The host's own, the city's, all for the province. The public directory lists all: suspended and revoked as such."""

    ORGANIZATION = "organization"
    BUREAU = True

    def active(self) -> Self:
        return self.filter(status=Site.Status.ACTIVE)


class Site(Flow):
    """考点. It exists only through a publication."""

    class Status(models.TextChoices):
        ACTIVE = "active", "正常"
        SUSPENDED = "suspended", "暂停"
        REVOKED = "revoked", "已取消资格"

    FLOW = "site"
    STEPS = (
        Step("suspend", "暂停考点", (Status.ACTIVE,), Status.SUSPENDED, clause="5.4", ground=True, automatic=True),
        Step("reinstate", "恢复考点", (Status.SUSPENDED,), Status.ACTIVE, clause="5.4", ground=True, consequence="恢复后可以安排考核；考点、考务人员和即将在此考核的人员收到通知。"),
        Step("revoke", "取消资格", (Status.ACTIVE, Status.SUSPENDED), Status.REVOKED, clause="5.4", automatic=True),
    )  # fmt: skip
    MAIN = (Status.ACTIVE,)
    TONES = {Status.ACTIVE: "good", Status.SUSPENDED: "warning", Status.REVOKED: "bad"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.ACTIVE)
    code = models.CharField("考点编号", max_length=20, unique=True)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="所在市中心")
    organization = models.ForeignKey(
        "accounts.Organization", models.PROTECT, related_name="sites", verbose_name="设立单位"
    )
    name = models.CharField("考点名称", max_length=100)
    address = models.CharField("考点地址", max_length=120)
    contact = models.CharField("联系人", max_length=50)
    phone = models.CharField("公开电话", max_length=30)
    application = models.OneToOneField(Application, models.PROTECT, related_name="founded_site")
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="sites")
    late_scores = models.PositiveIntegerField("逾期报送次数", default=0)
    searched = models.GeneratedField(
        expression=Lower(Concat("name", Value(" "), "code", Value(" "), "address")),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["center", "code"], name="site_of_city_by_code")]

    def __str__(self) -> str:
        return self.name


class OfSiteQuerySet(ScopedQuerySet[M]):
    """Records about one site: the centre's and bureau's, and the site's own."""

    CENTER = "site__center"
    BUREAU = True
    ORGANIZATION = "site__organization"


class AuthorisationQuerySet(models.QuerySet["Authorisation"]):
    """By validity."""

    def valid_on(self, day: datetime.date) -> Self:
        """Of active sites, within their term."""
        return self.filter(site__status=Site.Status.ACTIVE, valid_from__lte=day, valid_to__gte=day)


class Authorisation(models.Model):
    """What a site may examine, how many at a time, and from when to when."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="authorisations")
    project = models.ForeignKey("catalogue.Project", models.PROTECT, related_name="authorisations")
    rooms = models.PositiveSmallIntegerField("考场数")
    workstations = models.PositiveSmallIntegerField("每场可容纳人数")
    valid_from = models.DateField("有效期起")
    valid_to = models.DateField("有效期止")

    objects = AuthorisationQuerySet.as_manager()

    class Meta:
        ordering = ["project__code"]
        indexes = [models.Index(fields=["valid_to"], name="authorisation_by_end")]
        constraints = [
            models.UniqueConstraint(fields=["site", "project"], name="authorisation_once"),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="authorisation_term_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.project.name}（{self.valid_from}至{self.valid_to}）"

    @property
    def lapsed(self) -> bool:
        """Its last day is past: it is not usable any more (3.3)."""
        return self.valid_to < clock.today()

    @property
    def state(self) -> str:
        """有效, 已到期 or 尚未开始, as of today."""
        if self.lapsed:
            return "已到期"
        return "有效" if self.valid_from <= clock.today() else "尚未开始"

    @property
    def tone(self) -> str:
        return "warning" if self.state != "有效" else "good"
