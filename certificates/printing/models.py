"""Print batches: which certificates, how far the worker is, the PDFs that came out (4.5). The ledger itself is issuing's Print."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from certificates.issuing.models import Certificate, Print
from sdzx import clock
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.workflow import Flow, Step


class PrintBatchQuerySet(ScopedQuerySet["PrintBatch"]):
    """The centre's own."""


class PrintBatch(Flow):
    """印制批次. The worker prints it in chunks, each whole or not at all; between two chunks it can be paused.

    A batch that `follows` another prints the spoiled sheets of that one anew; `resume_from` is the sheet of the other
    from which its printer goes on unchanged. `printer` names the calibration that an overlay is moved by; the newest without it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "待开印"
        PRINTING = "printing", "正在生成"
        PAUSED = "paused", "已暂停"
        MADE = "made", "待核对"
        FINISHED = "finished", "已核对"
        CANCELLED = "cancelled", "已取消"

    FLOW = "print_batch"
    STEPS = (
        Step("start", "开始印制", (Status.DRAFT,), Status.PRINTING, clause="4.5",
             consequence="能印制的证书各编一个印制流水码，由后台生成PDF；不能印制的留下，不占流水码和空白证书。"),
        Step("pause", "暂停", (Status.PRINTING,), Status.PAUSED,
             consequence="正在生成的一组完成后停下；已生成的不变，可以从停下的地方继续。"),
        Step("halt", "因故停下", (Status.PRINTING,), Status.PAUSED, ground=True, automatic=True),
        Step("resume", "继续印制", (Status.PAUSED,), Status.PRINTING, consequence="从停下的地方继续，已生成的不会再生成一遍。"),
        Step("complete", "生成完毕", (Status.PRINTING,), Status.MADE, clause="4.5", automatic=True),
        Step("stop", "余下的不印", (Status.PAUSED,), Status.MADE, ground=True,
             consequence="还没有生成的证书回到待打印，可以另建批次；已生成的照常核对。"),
        Step("finish", "核对完成", (Status.MADE,), Status.FINISHED, clause="4.5",
             consequence="清点打印出来的证书，张数与台账一致才能完成。"),
        Step("cancel", "取消批次", (Status.DRAFT, Status.PAUSED), Status.CANCELLED, danger=True, ground=True,
             consequence="一张也不印；所选证书回到待打印，可以另建批次。"),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.PRINTING, Status.MADE, Status.FINISHED)
    TONES = {Status.DRAFT: "warning", Status.PRINTING: "progress", Status.PAUSED: "warning", Status.MADE: "progress",
             Status.FINISHED: "good"}  # fmt: skip
    OPEN = (Status.DRAFT, Status.PRINTING, Status.PAUSED)

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    center = models.ForeignKey("accounts.Center", models.PROTECT, related_name="+", verbose_name="发证中心")
    number = models.CharField("批次号", max_length=30, unique=True)
    title = models.CharField("内容", max_length=200)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    membership = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+", editable=False)
    printer = models.CharField("打印机", max_length=40, blank=True, default="")
    total = models.PositiveIntegerField("证书", default=0)
    made = models.PositiveIntegerField("已生成", default=0)
    left_out = models.PositiveIntegerField("未印制", default=0)
    failure = models.TextField("停下的原因", blank=True, default="")
    counted = models.PositiveIntegerField("清点的合格张数", null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="补印的批次"
    )
    resume_from = models.ForeignKey(
        Print, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原批次接着打印的第一张"
    )

    objects = PrintBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=F("made") + F("left_out")), name="print_batch_within_total"),
            models.CheckConstraint(
                condition=~Q(status="made") | Q(total=F("made") + F("left_out")), name="print_batch_made_is_whole"
            ),
            models.CheckConstraint(
                condition=~Q(status="finished") | Q(counted__isnull=False), name="print_batch_finished_is_counted"
            ),
            models.CheckConstraint(
                condition=Q(resume_from__isnull=True) | Q(follows__isnull=False), name="print_batch_resumes_another"
            ),
        ]
        indexes = [models.Index(fields=["center", "status"], name="print_batch_of_center")]

    def __str__(self) -> str:
        return f"印制批次{self.number}"

    @property
    def waiting(self) -> int:
        """How many certificates are still to be printed."""
        return self.total - self.made - self.left_out


class PrintLine(models.Model):
    """One certificate of a batch: where it stands in the file, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "待印制"
        MADE = "made", "已印制"
        LEFT = "left", "未印制"

    batch = models.ForeignKey(PrintBatch, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField("次序")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="print_lines")
    reason = models.CharField("重印理由", max_length=200, blank=True, default="")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    why = models.TextField("未印制的原因", blank=True, default="")
    print = models.OneToOneField(Print, models.PROTECT, null=True, blank=True, related_name="line")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "certificate"], name="print_line_once_in_a_batch"),
            models.UniqueConstraint(fields=["batch", "position"], name="print_line_has_its_place"),
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(state="waiting"), name="certificate_waits_in_one_batch"
            ),
            models.CheckConstraint(
                condition=Q(state="made", print__isnull=False) | (~Q(state="made") & Q(print__isnull=True)),
                name="print_line_made_has_its_print",
            ),
            models.CheckConstraint(condition=~Q(state="left") | ~Q(why=""), name="print_line_left_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.position}"


class PrintPart(models.Model):
    """The PDF of one chunk: a sheet a page, in the order of the serials."""

    batch = models.ForeignKey(PrintBatch, models.PROTECT, related_name="parts")
    chunk = models.PositiveIntegerField("第几部分")
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+")
    sheets = models.PositiveIntegerField("张数")
    first_serial = models.CharField("起始流水码", max_length=30)
    last_serial = models.CharField("终止流水码", max_length=30)
    made_at = models.DateTimeField("生成时间", default=clock.now)

    class Meta:
        ordering = ["chunk"]
        constraints = [models.UniqueConstraint(fields=["batch", "chunk"], name="print_part_once")]

    def __str__(self) -> str:
        return f"{self.batch} 第{self.chunk}部分"
