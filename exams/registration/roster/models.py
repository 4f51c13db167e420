"""A unit's roster (名单) for a batch: the workbook, what was found in each row, and what became of it (3.2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.fields import BlindIndexField, EncryptedTextField
from sdzx.workflow import Flow, Step


class RosterQuerySet(ScopedQuerySet["Roster"]):
    """The unit's own, and those for the centre's batches."""

    UNIT = "unit"


class Roster(Flow):
    """报名名单. The same two files for the same batch are one roster: uploading them again shows the first."""

    class Status(models.TextChoices):
        RECEIVED = "received", "等待检查"
        CHECKING = "checking", "正在检查"
        CHECKED = "checked", "待单位确认"
        TAKING = "taking", "正在收取"
        TAKEN = "taken", "已收取"
        DISCARDED = "discarded", "已全部退回"
        FAILED = "failed", "无法读取"

    class Places(models.TextChoices):
        GROUP = "group", "名额不够全部人员时，一个也不收"
        WAIT = "wait", "名额不够全部人员时，全组一起候补，名额够全组时一次递补"
        FIT = "fit", "名额不够时，其余人员按名单次序转入候补"

    FLOW = "roster"
    STEPS = (
        Step("start_check", "开始检查", (Status.RECEIVED,), Status.CHECKING, automatic=True),
        Step("finish_check", "检查完成", (Status.CHECKING,), Status.CHECKED, clause="3.2", automatic=True),
        Step("fail", "无法读取", (Status.RECEIVED, Status.CHECKING), Status.FAILED, automatic=True),
        Step("take", "收取合格行", (Status.CHECKED,), Status.TAKING, clause="3.2",
             consequence="合格的行立即提交报名并占用名额；有问题的行不收，可以改好后另行上传。"),
        Step("halt", "未能收取", (Status.TAKING,), Status.CHECKED, automatic=True),
        Step("finish_take", "收取完成", (Status.TAKING,), Status.TAKEN, clause="3.2", automatic=True),
        Step("discard", "全部退回", (Status.CHECKED,), Status.DISCARDED, danger=True,
             consequence="这份名单一行也不收，读入的个人信息和照片随即删除；改好后可以重新上传。"),
    )  # fmt: skip
    MAIN = (Status.RECEIVED, Status.CHECKING, Status.CHECKED, Status.TAKING, Status.TAKEN)
    TONES = {Status.RECEIVED: "progress", Status.CHECKING: "progress", Status.CHECKED: "warning", Status.TAKING: "progress",
             Status.TAKEN: "good", Status.FAILED: "bad"}  # fmt: skip
    WORKING = (Status.RECEIVED, Status.CHECKING, Status.TAKING)

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.RECEIVED)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="报名中心")
    unit = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="+", verbose_name="报名单位")
    item = models.ForeignKey(AnnouncementItem, models.PROTECT, related_name="rosters", verbose_name="批次")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    membership = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+", editable=False)
    workbook = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="名单工作簿")
    photos = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照片压缩包"
    )
    annotated = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批注后的工作簿"
    )
    fingerprint = models.CharField("两个文件的摘要", max_length=64, editable=False)
    consented_at = models.DateTimeField("声明已取得本人同意的时间", default=clock.now)
    consent_version = models.CharField("告知书版本", max_length=20, blank=True, default="")
    sheet_notes = models.JSONField("读取说明", default=list, blank=True)
    total = models.PositiveIntegerField("行数", default=0)
    done = models.PositiveIntegerField("已处理行数", default=0)
    good = models.PositiveIntegerField("合格行数", default=0)
    bad = models.PositiveIntegerField("有问题的行数", default=0)
    places = models.CharField("名额不够时", max_length=8, choices=Places.choices, blank=True, default="")
    asked_at = models.DateTimeField("确认收取的时间", null=True, blank=True)
    waiting = models.PositiveIntegerField("转入候补人数", default=0)
    outcome = models.TextField("处理结果", blank=True, default="")

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "item", "fingerprint"],
                condition=~Q(status__in=["discarded", "failed"]),
                name="roster_same_files_once",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="roster_done_within_total"),
            models.CheckConstraint(
                condition=~Q(status__in=["taking", "taken"]) | (Q(asked_at__isnull=False) & ~Q(places="")),
                name="roster_taken_as_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} 报名名单 {self.item}"


class RosterLine(models.Model):
    """A row of a roster. What it says of the person is sealed, and goes once it is taken or the roster is discarded."""

    class State(models.TextChoices):
        GOOD = "good", "合格"
        BAD = "bad", "有问题"
        TAKEN = "taken", "已收取"

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField("行号")
    state = models.CharField("结果", max_length=8, choices=State.choices)
    name = models.CharField("姓名", max_length=100, blank=True, default="")
    document_index = BlindIndexField("证件号码索引", blank=True, default="")
    values = EncryptedTextField("各栏内容", blank=True, default="")
    photo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    registration = models.OneToOneField(
        Registration, models.PROTECT, null=True, blank=True, related_name="roster_line", verbose_name="报名"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="roster_line_once"),
            models.CheckConstraint(
                condition=Q(state="taken", registration__isnull=False)
                | (~Q(state="taken") & Q(registration__isnull=True)),
                name="roster_line_taken_is_registered",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}行"


class RosterProblem(models.Model):
    """What is wrong with a cell of a roster, or was tidied in it (then `blocking` is false)."""

    class Kind(models.TextChoices):
        EMPTY = "empty", "没有填写"
        NUMBER = "number", "证件号码不符"
        PRECISION = "precision", "被Excel改动"
        CHARACTERS = "characters", "字符和格式"
        DATE = "date", "日期"
        MISMATCH = "mismatch", "与证件不一致"
        AGE = "age", "年龄"
        IN_FILE = "in_file", "名单内重复"
        REGISTERED = "registered", "已经报名"
        PHOTO = "photo", "照片"
        TIDIED = "tidied", "已自动更正"

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField("行号")
    letter = models.CharField("列", max_length=3, blank=True, default="")
    header = models.CharField("栏目", max_length=40)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    sentence = models.TextField("问题")
    blocking = models.BooleanField("须改正", default=True)

    class Meta:
        ordering = ["row", "id"]
        indexes = [models.Index(fields=["roster", "kind"], name="roster_problem_kind")]

    def __str__(self) -> str:
        return self.sentence
