"""What must hold of certificate numbers on any database (4.5); `manage.py check_invariants` asks."""

from collections.abc import Iterator, Sequence

from django.db.models import Count, Max, Min

from certificates.issuing.models import Certificate, NumberPattern, VoidNumber
from certificates.issuing.numbering import Place, Segment, build, plausible
from exams.registration.models import Registration
from exams.scores.models import ScoreSheet
from sdzx.accounts.models import Center
from sdzx.serials.models import Serial

CHUNK = 5000


def certificate_numbers() -> Iterator[str]:
    """Certificates of a centre and year are numbered from 1 without a gap, and as far as the counter went."""
    codes = dict(Center.objects.values_list("pk", "code"))
    counters = dict(Serial.objects.filter(scope__startswith="certificate/").values_list("scope", "last"))
    rows = Certificate.objects.order_by().values("center", "year")
    for row in rows.annotate(count=Count("sequence", distinct=True), first=Min("sequence"), last=Max("sequence")):
        scope = f"certificate/{codes[row['center']]}/{row['year']}"
        if (row["first"], row["last"]) != (1, row["count"]):
            yield f"{scope}：{row['count']}张证书的顺序号为{row['first']}至{row['last']}，有缺号。"
        if counters.pop(scope, 0) != row["last"]:
            yield f"{scope}：流水号与最大顺序号{row['last']}不一致。"
    for scope in sorted(scope for scope, last in counters.items() if last):
        yield f"{scope}：流水号已用，但没有证书。"


def certificate_characters() -> Iterator[str]:
    """Every number has its check character, and is what its pattern makes of centre, year and sequence."""
    rows = Certificate.objects.order_by("pk").values_list(
        "number", "center__code", "year", "sequence", "pattern__version", "pattern__segments"
    )
    for number, code, year, sequence, version, segments in rows.iterator(chunk_size=CHUNK):
        if not plausible(number):
            yield f"证书编号{number}：校验码不对。"
        if number != (expected := _rebuilt(segments, Place(code, year, sequence))):
            yield f"证书编号{number}：按编号规则第{version}版应为{expected or '另一编号（顺序号超出位数）'}。"


def _rebuilt(segments: Sequence[Segment], place: Place) -> str:
    try:
        return build(segments, place)
    except ValueError:
        return ""


def number_patterns() -> Iterator[str]:
    """One version of the pattern is in use, and no certificate is numbered by a draft."""
    if NumberPattern.objects.filter(status=NumberPattern.Status.IN_USE).count() != 1:
        yield "证书编号规则：没有启用的版本。"
    drafts = Certificate.objects.filter(pattern__status=NumberPattern.Status.DRAFT).values_list("number", flat=True)
    for number in drafts.order_by("number"):
        yield f"证书编号{number}：所用的编号规则是草稿。"


def void_numbers() -> Iterator[str]:
    """A void number is that of a revoked certificate, and every revoked certificate's number is void."""
    void = set(VoidNumber.objects.values_list("number", flat=True))
    revoked = set(Certificate.objects.filter(status=Certificate.Status.REVOKED).values_list("number", flat=True))
    for number in sorted(void ^ revoked):
        yield f"证书编号{number}：作废登记与证书状态不一致。"


def certified_registrations() -> Iterator[str]:
    """Who passed has a certificate."""
    status = Registration.Status
    confirmed = Registration.objects.filter(seat__session__score_sheet__status=ScoreSheet.Status.CONFIRMED)
    numberless = confirmed.filter(status=status.PASSED) | Registration.objects.filter(
        status=status.CERTIFIED, certificate=None
    )
    for number in numberless.order_by("number").values_list("number", flat=True).distinct():
        yield f"报名{number}：已合格，没有证书。"
