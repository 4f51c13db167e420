"""Designs of certificates and calibrations: the only writers (4.5)."""

from decimal import Decimal
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import Max, QuerySet

from certificates.designs import layout, rules, uploads
from certificates.designs.layout import Layout
from certificates.designs.models import Calibration, Design
from certificates.designs.rules import Picture
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.documents import fonts
from sdzx.fields import label_of
from sdzx.files.models import StoredFile
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on


class Look(TypedDict):
    """What an edit sets, all of it; the two files are drafts, the files that the design has already, or None."""

    art: str
    palette: str
    title: str
    statement: str
    note: str
    fields: Layout
    background: StoredFile | None
    seal: StoredFile | None


def _used() -> QuerySet[Design]:
    return Design.objects.filter(status=Design.Status.IN_USE).select_related("center", "background", "seal")


def design_in_use(center: Center) -> Design | None:
    """The centre's design, else the province's house design; None where the built-in one (certificate.html) counts."""
    own = _used().filter(center=center).first()
    return own or _used().filter(center__kind=Center.Kind.PROVINCE).first()


def design_for_electronic(center: Center) -> Design | None:
    """What electronic certificates look like: as `design_in_use`, but an overlay is only half a picture, so the house's then."""
    design = design_in_use(center)
    if design is None or not design.is_overlay:
        return design
    return _used().filter(center__kind=Center.Kind.PROVINCE).first()


def calibration_of(design: Design, printer: str = "") -> Calibration | None:
    """A printer's calibration; without a name the newest one, and none for a full design."""
    if not design.is_overlay:
        return None
    calibrations = design.calibrations.order_by("-set_at", "-pk")
    return (calibrations.filter(printer=printer) if printer else calibrations).first()


def obstacles(design: Design) -> list[Blocker]:
    """What stands between a design, saved or not, and its use."""
    picture = Picture(design.background.width, design.background.height) if design.background else None
    return [
        *rules.house_blockers(design, house=design.center.kind == Center.Kind.PROVINCE),
        *rules.design_unfit(design, picture),
        *_undrawn(design),
    ]


def _undrawn(design: Design) -> list[Blocker]:
    """Characters of the words that no font has."""
    labels = "".join(placed.get("label", "") for placed in design.fields.values())
    missing = fonts.missing_glyphs(design.title + design.statement + labels)
    return [Blocker(f"字体中没有这些字：{'、'.join(sorted(missing))}。请改用其他字。", "4.5")] if missing else []


@transaction.atomic
def create(*, by: Actor, kind: str, width: int, height: int, start: Design | None = None) -> Design:
    """The centre's next version, as a draft: the look of `start` and its calibrations, or the house's layout for the page.

    Raises Refused without the grant, or without a centre.
    """
    require(by, "design.edit")
    if by.center is None:
        raise Refused("请切换到中心的身份。")
    center = Center.objects.select_for_update().get(pk=by.center.pk)
    newest = Design.objects.filter(center=center).aggregate(newest=Max("version"))["newest"] or 0
    made = Design(center=center, version=newest + 1, kind=kind, width=width, height=height)
    made.fields = layout.default(width, height)
    if start is not None:
        _begin_as(made, start)
    made.save(force_insert=True)
    if start is not None and made.is_overlay:
        for each in start.calibrations.all():
            Calibration.objects.create(
                design=made, printer=each.printer, right=each.right, down=each.down, set_by=each.set_by, set_at=each.set_at
            )  # fmt: skip
    after = {
        "方式": made.get_kind_display(),
        "纸张": f"{width}×{height}毫米",
        "起点": str(start) if start else "默认版面",
    }
    trace(by=by, verb="design.edit", label="新建证书样式", subject=made, after=after)
    return made


def _begin_as(made: Design, start: Design) -> None:
    """Take over the look; the layout too where the page is the same."""
    for name in ("art", "palette", "title", "statement", "background", "seal"):
        setattr(made, name, getattr(start, name))
    if (start.width, start.height) == (made.width, made.height):
        made.fields = start.fields


@transaction.atomic
def edit(design: Design, *, by: Actor, look: Look) -> Design:
    """Change a draft; it need not be fit yet. Raises Refused for another centre's, once it was put in use (clause 4.5), and
    for a background that cannot be one."""
    locked(design)
    require(by, "design.edit", design)
    refuse_on(rules.own_blockers(design, by.center.pk if by.center else None))
    if design.status != Design.Status.DRAFT:
        raise Refused([Blocker("证书样式启用或停用后不能修改，请以它为起点新建版本。", "4.5")])
    kept = {
        **look,
        "background": uploads.background(look["background"], by=by) if look["background"] else None,
        "seal": uploads.seal(look["seal"], by=by) if look["seal"] else None,
    }
    before, after = _changed(design, kept)
    for name, value in kept.items():
        setattr(design, name, value)
    design.save(update_fields=list(kept))
    trace(by=by, verb="design.edit", label="修改证书样式", subject=design, before=before, after=after)
    return design


def _changed(design: Design, kept: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the trace says of an edit: each changed word, and the moved slots in words."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in kept.items():
        was, label = getattr(design, name), label_of(Design, name)
        if name == "fields":
            if moved := rules.differences(was, value):
                after[label] = moved
        elif was != value:
            before[label], after[label] = _said(was), _said(value)
    return before, after


def _said(value: Any) -> str:
    return f"{value.name}（SHA-256 {value.sha256}）" if isinstance(value, StoredFile) else str(value or "")


@transaction.atomic
@enforces("4.5")
def put_in_use(design: Design, *, by: Actor) -> Design:
    """Print by this version from now on; what was printed or signed stays as it is (clause 4.5).

    Raises Refused with everything that makes it unfit.
    """
    locked(design)
    refuse_on([*rules.own_blockers(design, by.center.pk if by.center else None), *obstacles(design)])
    for former in Design.objects.filter(status=Design.Status.IN_USE, center=design.center):
        advance(former, "supersede", by=by)
    advance(design, "put_in_use", by=by)
    return design


@transaction.atomic
@enforces("4.5")
def retire(design: Design, *, by: Actor, ground: str) -> Design:
    """Print by the house design from now on. Raises Refused for another centre's."""
    locked(design)
    refuse_on(rules.own_blockers(design, by.center.pk if by.center else None))
    advance(design, "retire", by=by, ground=ground)
    return design


@transaction.atomic
def discard(design: Design, *, by: Actor) -> Design:
    """Give a draft up. Raises Refused for another centre's."""
    locked(design)
    refuse_on(rules.own_blockers(design, by.center.pk if by.center else None))
    advance(design, "discard", by=by)
    return design


@transaction.atomic
@enforces("4.5")
def calibrate(design: Design, *, by: Actor, printer: str, right: Decimal, down: Decimal) -> Calibration:
    """Set by how much a printer has to be moved, in millimetres from where the layout says (clause 4.5).

    Raises Refused with every unmet condition.
    """
    locked(design)
    require(by, "design.calibrate", design)
    refuse_on([
        *rules.own_blockers(design, by.center.pk if by.center else None),
        *rules.calibration_blockers(design, printer=printer, right=right, down=down),
    ])  # fmt: skip
    printer = printer.strip()
    former = design.calibrations.filter(printer=printer).first()
    made, _ = Calibration.objects.update_or_create(
        design=design, printer=printer,
        defaults={"right": right, "down": down, "set_by": by.user_required, "set_at": clock.now()},
    )  # fmt: skip
    trace(
        by=by, verb="design.calibrate", label="校准打印机", subject=design,
        before={"校准": str(former)} if former else {}, after={"校准": str(made)},
    )  # fmt: skip
    return made
