"""How a centre's certificates look: designs in versions, and where its printers put them (4.5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.workflow import Flow, Step

FURTHEST = 20  # millimetres by which a printer may be off: more is another blank, not an offset


class DesignQuerySet(ScopedQuerySet["Design"]):
    """Who answers for certificates in a city sees the centre's designs, and the province's that are or were in use."""

    def scope(self, actor: Actor) -> Q:
        if actor.role not in (Role.CERTIFIER, Role.DIRECTOR, Role.AUDITOR):
            return NOBODY
        house = Q(center__kind=Center.Kind.PROVINCE) & ~Q(status=Design.Status.DRAFT)
        return super().scope(actor) | house


class Design(Flow):
    """A version of a centre's certificate. Lengths are millimetres from the page's upper left corner.

    `fields` holds for each key of `layout.SLOTS` where it stands and how it is set. The database refuses to change a version
    that is no draft any more. The province's design in use is the house design: that of every centre without one of its own.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_USE = "in_use", "使用中"
        RETIRED = "retired", "已停用"

    class Kind(models.TextChoices):
        FULL = "full", "整版（白纸打印）"
        OVERLAY = "overlay", "套打（印在预印证书上）"

    class Art(models.TextChoices):
        CLASSIC = "classic", "团花边框和底纹"
        FRAME = "frame", "团花边框"
        LINES = "lines", "双线边框"
        UPLOADED = "uploaded", "上传的底图"
        NONE = "none", "无底图"

    class Palette(models.TextChoices):
        TEAL = "teal", "青绿与古铜"
        RED = "red", "朱红与金"
        BLUE = "blue", "靛蓝与银灰"
        GREEN = "green", "墨绿与金"

    FLOW = "design"
    STEPS = (
        Step("put_in_use", "启用", (Status.DRAFT,), Status.IN_USE, clause="4.5",
             consequence="启用后不能修改，此后打印的证书按这一版，原使用的版本停用；已经打印和签发的证书不变。"),
        Step("supersede", "由新版取代", (Status.IN_USE,), Status.RETIRED, clause="4.5", automatic=True),
        Step("retire", "停用", (Status.IN_USE,), Status.RETIRED, clause="4.5", danger=True, ground=True,
             consequence="停用后本中心的证书按省中心的通用样式打印，直到启用新的版本；已经打印和签发的证书不变。"),
        Step("discard", "放弃草稿", (Status.DRAFT,), Status.RETIRED, clause="4.5", danger=True,
             consequence="草稿放弃后不能再修改或启用，仍可作为新版本的起点。"),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.IN_USE, Status.RETIRED)
    TONES = {Status.IN_USE: "good"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    center = models.ForeignKey("accounts.Center", models.PROTECT, related_name="designs", verbose_name="中心")
    version = models.PositiveSmallIntegerField("版本")
    kind = models.CharField("方式", max_length=10, choices=Kind.choices, default=Kind.FULL)
    width = models.PositiveSmallIntegerField("纸宽（毫米）", default=297)
    height = models.PositiveSmallIntegerField("纸高（毫米）", default=210)
    art = models.CharField("底图", max_length=10, choices=Art.choices, default=Art.CLASSIC)
    palette = models.CharField("颜色", max_length=10, choices=Palette.choices, default=Palette.TEAL)
    background = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上传的底图"
    )
    seal = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="印章图片"
    )
    title = models.CharField("证书标题", max_length=30, default="专项职业能力证书")
    statement = models.CharField(
        "颁证用语", max_length=120, blank=True, default="持证人参加下列专项职业能力考核，成绩合格，特发此证。"
    )
    fields = models.JSONField("版面", default=dict)
    note = models.CharField("说明", max_length=200, blank=True, default="")

    objects = DesignQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["center", "version"], name="design_version_once"),
            models.UniqueConstraint(
                fields=["center"], condition=Q(status="in_use"), name="design_one_in_use_at_a_centre"
            ),
        ]

    def __str__(self) -> str:
        return f"证书样式（{self.center.city}第{self.version}版）"

    @property
    def is_overlay(self) -> bool:
        return self.kind == self.Kind.OVERLAY


class Calibration(models.Model):
    """By how much one printer has to be moved so that a design meets the blank: to the right and down, in millimetres."""

    design = models.ForeignKey(Design, models.PROTECT, related_name="calibrations", verbose_name="证书样式")
    printer = models.CharField("打印机", max_length=40)
    right = models.DecimalField("向右（毫米）", max_digits=4, decimal_places=1)
    down = models.DecimalField("向下（毫米）", max_digits=4, decimal_places=1)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="校准人")
    set_at = models.DateTimeField("校准时间", default=clock.now)

    class Meta:
        ordering = ["printer"]
        constraints = [
            models.UniqueConstraint(fields=["design", "printer"], name="calibration_once_a_printer"),
            models.CheckConstraint(
                condition=Q(right__range=(-FURTHEST, FURTHEST), down__range=(-FURTHEST, FURTHEST)),
                name="calibration_within_reach",
            ),
            models.CheckConstraint(condition=~Q(printer=""), name="calibration_names_its_printer"),
        ]

    def __str__(self) -> str:
        return f"{self.printer}：向右{self.right}毫米，向下{self.down}毫米"
