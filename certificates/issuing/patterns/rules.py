"""When a number pattern may be put in use (4.5). Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from certificates.issuing.models import Certificate
from certificates.issuing.numbering import CHARACTERS, Segment, length, may_meet, width_of
from sdzx.clauses import enforces
from sdzx.workflow import Blocker

KINDS = {
    "text": "固定字符",
    "province": "省代码",
    "city": "市代码",
    "year": "年度",
    "sequence": "年度顺序号",
    "check": "校验码",
}
YEAR_WIDTHS = (2, 4)
CITY_WIDTHS = range(1, 7)
SEQUENCE_WIDTHS = range(1, 10)


def in_words(segments: Sequence[Segment]) -> str:
    """ZX＋市代码4位＋年度4位＋年度顺序号6位＋校验码."""
    words = {"text": lambda each: each["value"], "province": lambda each: "省代码", "check": lambda each: "校验码"}
    return "＋".join(
        words[each["kind"]](each) if each["kind"] in words else f"{KINDS[each['kind']]}{each['width']}位"
        for each in segments
    )


@enforces("4.5")
def pattern_unfit(
    segments: Sequence[Segment],
    *,
    codes: Collection[str],
    most: int,
    former: Iterable[tuple[str, Sequence[Segment]]] = (),
) -> list[Blocker]:
    """Why certificates cannot be numbered by these segments: all of it.

    `codes` are the centres' (GB/T 2260), `most` the certificates that one of them issues in a year at the most, `former`
    the versions that were ever in use, each with its name.
    """
    found = [*_segments_wrong(segments), *_counts_wrong(segments)]
    if found:
        return found
    return [*_not_unique(segments, codes, most), *_meets(segments, codes, former)]


def _segments_wrong(segments: Sequence[Segment]) -> list[Blocker]:
    """Each on its own: a width that its kind has, fixed text of digits and capital letters."""
    allowed = {"year": YEAR_WIDTHS, "city": CITY_WIDTHS, "sequence": SEQUENCE_WIDTHS}
    said = {"year": "2位或4位", "city": "1至6位", "sequence": "1至9位"}
    found = []
    for number, segment in enumerate(segments, 1):
        kind = segment["kind"]
        if kind == "text" and (not segment["value"] or set(segment["value"]) - CHARACTERS):
            found.append(Blocker(f"第{number}段固定字符只能用数字和大写字母，且不能为空。", "4.5"))
        if kind in allowed and int(segment.get("width", 0)) not in allowed[kind]:
            found.append(Blocker(f"第{number}段{KINDS[kind]}应为{said[kind]}。", "4.5"))
    return found


def _counts_wrong(segments: Sequence[Segment]) -> list[Blocker]:
    """One year, one city, one sequence; the check character last; as long as a number may be."""
    counted = Counter(segment["kind"] for segment in segments)
    found = [
        Blocker(f"编号应当有且只有一段{KINDS[kind]}，现有{counted[kind]}段。", "4.5")
        for kind in ("city", "year", "sequence", "check")
        if counted[kind] != 1
    ]
    if counted["check"] == 1 and segments[-1]["kind"] != "check":
        found.append(Blocker("校验码应当是最后一段：它校验前面的全部字符。", "4.5"))
    longest = Certificate._meta.get_field("number").max_length or 0
    if length(segments) > longest:
        found.append(Blocker(f"编号最长{longest}位，现为{length(segments)}位。", "4.5"))
    return found


def _not_unique(segments: Sequence[Segment], codes: Collection[str], most: int) -> list[Blocker]:
    """Two centres, or two certificates of one year, would have the same number."""
    found = []
    width = width_of(segments, "city")
    same = sorted(start for start, times in Counter(code[:width] for code in codes).items() if times > 1)
    if same:
        shown = "、".join(f"“{start}”" for start in same)
        found.append(Blocker(f"市代码只取{width}位时不同中心会编出同一个号：{shown}。请至少取4位。", "4.5"))
    digits = width_of(segments, "sequence")
    if len(str(most)) > digits:
        found.append(Blocker(f"年度顺序号{digits}位容不下每年{most}本证书，至少需要{len(str(most))}位。", "4.5"))
    return found


def _meets(
    segments: Sequence[Segment], codes: Collection[str], former: Iterable[tuple[str, Sequence[Segment]]]
) -> list[Blocker]:
    return [
        Blocker(f"按这些组成编出的号可能与{name}编出的号相同。请改变固定字符或总位数。", "4.5")
        for name, other in former
        if may_meet(segments, other, codes)
    ]
