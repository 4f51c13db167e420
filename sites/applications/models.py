"""The application for a site: annex 2 with its attachments (A2, 2.1, 2.2)."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.fields import EncryptedTextField
from sdzx.workflow import Flow, Step

not_negative = MinValueValidator(0, "面积不能小于0。")
SEATED = ("invited", "draft", "submitted")  # states of an evaluation; who left or was replaced has no seat


class ApplicationQuerySet(ScopedQuerySet["Application"]):
    """The host's own; the centre's and its bureau's from submission on; experts those on whose panel they have a seat."""

    ORGANIZATION = "organization"
    BUREAU = True
    PERSON = "panel__members__person"

    def scope(self, actor: Actor) -> Q:
        condition = super().scope(actor)
        if actor.role == Role.EXPERT:
            condition &= Q(panel__members__evaluation__status__in=SEATED)
        return condition if actor.organization else condition & ~Q(status=Application.Status.DRAFT)


class Application(Flow):
    """考点设立申请, and later on the site's 变更申请 and 延续申请 (2.4). The fields stand in annex 2's order."""

    class Kind(models.TextChoices):
        ESTABLISHMENT = "establishment", "设立"
        CHANGE = "change", "变更"
        RENEWAL = "renewal", "延续"

    class Change(models.TextChoices):
        PROJECTS = "projects", "增加考核项目"
        PREMISES = "premises", "搬迁考核场地"
        EXAMINERS = "examiners", "增补考评员"
        CAPACITY = "capacity", "调整考核容量"

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待受理"
        RETURNED = "returned", "待补正"
        REJECTED = "rejected", "不予受理"
        ACCEPTED = "accepted", "已受理"
        PANEL_NAMED = "panel_named", "已组建专家组"
        VISITED = "visited", "已实地考察"
        EVALUATED = "evaluated", "评估完成"
        APPROVED = "approved", "拟公布"
        REFUSED = "refused", "不予同意"
        PUBLISHED = "published", "已公布"
        WITHDRAWN = "withdrawn", "已撤回"

    FLOW = "application"
    STEPS = (
        Step("submit", "提交申请", (Status.DRAFT, Status.RETURNED), Status.SUBMITTED, clause="2.2", consequence="提交后由市中心受理，受理前不能再修改。"),
        Step("withdraw", "撤回申请", (Status.DRAFT, Status.SUBMITTED, Status.RETURNED), Status.WITHDRAWN, danger=True, consequence="撤回后本申请作废，需要时可重新申请。"),
        Step("accept", "受理", (Status.SUBMITTED,), Status.ACCEPTED, clause="2.3", consequence="受理后组建专家评估组，并生成受理通知书。"),
        Step("return_for_supplement", "退回补正", (Status.SUBMITTED,), Status.RETURNED, clause="2.2", ground=True, consequence="请一次性列出全部需要补正的内容。"),
        Step("reject", "不予受理", (Status.SUBMITTED,), Status.REJECTED, clause="2.2", danger=True, ground=True),
        Step("name_panel", "组建专家组", (Status.ACCEPTED,), Status.PANEL_NAMED, clause="2.3"),
        Step("record_visit", "登记实地考察", (Status.PANEL_NAMED,), Status.VISITED, clause="2.3"),
        Step("conclude", "汇总评估结论", (Status.VISITED,), Status.EVALUATED, clause="2.3", consequence="须全体专家提交评估后由组长写出结论。"),
        Step("approve", "同意申请", (Status.EVALUATED,), Status.APPROVED, clause="2.3", consequence="同意后报市人力资源社会保障部门统一公布，公布前不生效。"),
        Step("refuse", "不同意申请", (Status.EVALUATED,), Status.REFUSED, clause="2.3", danger=True, ground=True),
        Step("publish", "公布", (Status.APPROVED,), Status.PUBLISHED, clause="2.4", automatic=True),
    )  # fmt: skip
    MAIN = (
        Status.DRAFT,
        Status.SUBMITTED,
        Status.ACCEPTED,
        Status.PANEL_NAMED,
        Status.VISITED,
        Status.EVALUATED,
        Status.APPROVED,
        Status.PUBLISHED,
    )
    TONES = {Status.SUBMITTED: "progress", Status.RETURNED: "warning", Status.REJECTED: "bad", Status.ACCEPTED: "progress",
             Status.PANEL_NAMED: "progress", Status.VISITED: "progress", Status.EVALUATED: "progress", Status.APPROVED: "good",
             Status.REFUSED: "bad", Status.PUBLISHED: "good"}  # fmt: skip

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.DRAFT)
    number = models.CharField(
        "申请编号", max_length=30, unique=True, null=True, editable=False, help_text="首次提交时编号"
    )
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="受理中心")
    organization = models.ForeignKey("accounts.Organization", models.PROTECT, verbose_name="申请单位")
    kind = models.CharField("申请类别", max_length=13, choices=Kind.choices, default=Kind.ESTABLISHMENT, editable=False)
    changes = ArrayField(
        models.CharField(max_length=10, choices=Change.choices),
        verbose_name="变更事项",
        default=list,
        blank=True,
        editable=False,
    )
    site = models.ForeignKey(
        "sites.Site", models.PROTECT, null=True, blank=True, editable=False, related_name="later_applications",
        verbose_name="申请变更或延续的考点",
    )  # fmt: skip
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    responsible = models.CharField("负责人", max_length=50, blank=True, default="")
    phone = EncryptedTextField("联系电话", blank=True, default="")
    address = models.CharField("考点地址", max_length=120, blank=True, default="")
    staff_total = models.PositiveIntegerField("从事考核职工总数", null=True, blank=True)
    staff_managers = models.PositiveIntegerField("管理人员数", null=True, blank=True)
    staff_teachers = models.PositiveIntegerField("专职教师数", null=True, blank=True)
    owned_classrooms = models.PositiveSmallIntegerField("自有教室数", null=True, blank=True)
    owned_classroom_area = models.DecimalField(
        "自有教室面积（m²）", max_digits=9, decimal_places=2, null=True, blank=True, validators=[not_negative]
    )
    owned_workshops = models.PositiveSmallIntegerField("自有操作室数", null=True, blank=True)
    owned_workshop_area = models.DecimalField(
        "自有操作室面积（m²）", max_digits=9, decimal_places=2, null=True, blank=True, validators=[not_negative]
    )
    rented_classrooms = models.PositiveSmallIntegerField("租用教室数", null=True, blank=True)
    rented_classroom_area = models.DecimalField(
        "租用教室面积（m²）", max_digits=9, decimal_places=2, null=True, blank=True, validators=[not_negative]
    )
    rented_workshops = models.PositiveSmallIntegerField("租用操作室数", null=True, blank=True)
    rented_workshop_area = models.DecimalField(
        "租用操作室面积（m²）", max_digits=9, decimal_places=2, null=True, blank=True, validators=[not_negative]
    )
    public_phone = models.CharField("对外公开电话", max_length=30, blank=True, default="")
    opinion = models.TextField("申报单位意见", blank=True, default="")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    accepted_at = models.DateTimeField("受理时间", null=True, blank=True)
    supplement = models.TextField("需补正的内容", blank=True, default="")
    supplement_due = models.DateField("补正期限", null=True, blank=True)
    decision_note = models.TextField("决定说明", blank=True, default="")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(number__isnull=False),
                name="application_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=Q(kind="establishment", site__isnull=True)
                | (~Q(kind="establishment") & Q(site__isnull=False)),
                name="application_later_names_its_site",
            ),
            models.CheckConstraint(
                condition=Q(kind="change", changes__len__gte=1) | (~Q(kind="change") & Q(changes__len=0)),
                name="application_change_says_what",
            ),
            models.UniqueConstraint(
                fields=["site"],
                condition=~Q(status__in=["rejected", "refused", "published", "withdrawn"]),
                name="application_one_open_per_site",
            ),
            models.CheckConstraint(
                condition=Q(owned_classroom_area__isnull=True) | Q(owned_classroom_area__gte=0),
                name="application_owned_classroom_area",
            ),
            models.CheckConstraint(
                condition=Q(owned_workshop_area__isnull=True) | Q(owned_workshop_area__gte=0),
                name="application_owned_workshop_area",
            ),
            models.CheckConstraint(
                condition=Q(rented_classroom_area__isnull=True) | Q(rented_classroom_area__gte=0),
                name="application_rented_classroom_area",
            ),
            models.CheckConstraint(
                condition=Q(rented_workshop_area__isnull=True) | Q(rented_workshop_area__gte=0),
                name="application_rented_workshop_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization.name} {self.matter}" + (f"（{self.number}）" if self.number else "")

    @property
    def matter(self) -> str:
        """考点设立申请, 考点变更申请 or 考点延续申请."""
        return f"考点{self.get_kind_display()}申请"

    @property
    def site_required(self) -> Any:
        """The site of a change or renewal. LookupError for the application for a new one."""
        if self.site is None:
            raise LookupError(f"{self.number} is for a new site")
        return self.site


class ApplicationProject(models.Model):
    """A project applied for, and what was decided about it."""

    class Decision(models.TextChoices):
        OPEN = "open", "未决定"
        APPROVED = "approved", "同意"
        REFUSED = "refused", "不同意"

    application = models.ForeignKey(Application, models.CASCADE, related_name="projects")
    project = models.ForeignKey("catalogue.Project", models.PROTECT, verbose_name="项目")
    workstations = models.PositiveSmallIntegerField("每场可容纳人数（工位数）")
    rooms = models.PositiveSmallIntegerField("考场数", default=1)
    decision = models.CharField("决定", max_length=10, choices=Decision.choices, default=Decision.OPEN)
    reason = models.CharField("理由", max_length=300, blank=True, default="")

    class Meta:
        ordering = ["project__code"]
        constraints = [
            models.UniqueConstraint(fields=["application", "project"], name="application_project_once"),
            models.CheckConstraint(condition=Q(workstations__gte=1, rooms__gte=1), name="application_project_capacity"),
        ]

    def __str__(self) -> str:
        return self.project.name


class Equipment(models.Model):
    """A row of 设施设备."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="equipment")
    name = models.CharField("名称", max_length=60)
    model = models.CharField("型号规格", max_length=60, blank=True, default="")
    quantity = models.CharField("数量", max_length=20)
    note = models.CharField("备注", max_length=100, blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class StaffRow(models.Model):
    """What the rows of 组织管理人员情况 and 考评员情况 share. Age is computed on the day of submission."""

    name = models.CharField("姓名", max_length=50)
    sex = models.CharField("性别", max_length=2, choices=[("男", "男"), ("女", "女")])
    birth_date = models.DateField("出生日期")
    education = models.CharField("文化程度", max_length=20)
    title = models.CharField("职务（或职称）", max_length=40, blank=True, default="")
    certificate = models.CharField("职业资格证书（等级）", max_length=60, blank=True, default="")

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class ManagerRow(StaffRow):
    """A row of 组织管理人员情况."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="managers")
    major = models.CharField("专业", max_length=40, blank=True, default="")
    note = models.CharField("备注", max_length=100, blank=True, default="")


class ExaminerRow(StaffRow):
    """A row of 考评员情况, with the projects this examiner is to judge (at least three examiners a project)."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="examiners")
    projects = models.ManyToManyField("catalogue.Project", verbose_name="考评项目")
    trade = models.CharField("考评工种", max_length=60)
    card_number = models.CharField("考评员证书号", max_length=30)


class Attachment(models.Model):
    """An uploaded part of the application."""

    class Kind(models.TextChoices):
        IMAGE = "image", "场地设施设备图像"
        RULES = "rules", "考核工作管理制度"
        STAMPED = "stamped", "申请表盖章页"
        OTHER = "other", "其他材料"

    application = models.ForeignKey(Application, models.CASCADE, related_name="attachments")
    kind = models.CharField("材料类别", max_length=10, choices=Kind.choices)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    position = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        ordering = ["kind", "position", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.file.name}"


class IssuedDocument(models.Model):
    """A letter or report as it was issued: numbered and frozen, with what stood in it on that day."""

    class Kind(models.TextChoices):
        ANNEX2 = "annex2", "设立申请表"
        ACCEPTED = "accepted", "受理通知书"
        SUPPLEMENT = "supplement", "一次性补正告知书"
        REJECTED = "rejected", "不予受理决定书"
        PANEL = "panel", "专家组组建及考察通知"
        REPORT = "report", "专家实地评估报告"
        REFUSED = "refused", "不予设立决定书"

    application = models.ForeignKey(Application, models.PROTECT, related_name="documents")
    kind = models.CharField("文书", max_length=12, choices=Kind.choices)
    number = models.CharField("文号", max_length=60, blank=True, default="")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    issued_on = models.DateField("日期")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.called}{self.number}"

    @property
    def called(self) -> str:
        """What stands on the letter: a refusal names what was refused (设立, 变更, 延续)."""
        if self.kind == self.Kind.REFUSED:
            return f"不予{self.application.get_kind_display()}决定书"
        return str(self.get_kind_display())
