"""What stands in the way of numbering, printing, handing out and revoking (4.5)."""

from certificates.issuing import numbering
from certificates.issuing.models import Certificate, NumberPattern, Print
from exams.scores.models import ScoreSheet
from sdzx.clauses import enforces
from sdzx.documents.fonts import missing_glyphs
from sdzx.workflow import Blocker

FONT_HELP = "请核对录入是否有误；确为生僻字的，请系统管理员把含有该字的字体文件放入服务器的附加字体目录（设置项SDZX_EXTRA_FONTS），再重新检查。"


@enforces("4.5")
def numbering_blockers(sheet: ScoreSheet) -> list[Blocker]:
    """Nobody gets a number before the city centre has confirmed the scores (4.5)."""
    if sheet.status == ScoreSheet.Status.CONFIRMED:
        return []
    return [Blocker(f"成绩{sheet.get_status_display()}，市中心确认前不能编号发证。", clause="4.5")]


@enforces("4.5")
def sequence_blockers(pattern: NumberPattern, last: int) -> list[Blocker]:
    """The year's numbers fit into the pattern: a cut one would repeat another (4.5)."""
    width = numbering.width_of(pattern.segments, "sequence")
    if len(str(last)) <= width:
        return []
    sentence = f"年度顺序号已到{last}，{pattern}的顺序号只有{width}位，不能编号。请联系省中心启用位数更多的编号规则。"
    return [Blocker(sentence, clause="4.5")]


@enforces("4.5")
def print_blockers(certificate: Certificate) -> list[Blocker]:
    """A certificate is printed only when it stands, has a photo, and every character can be drawn (4.5)."""
    found = []
    if certificate.status in (Certificate.Status.REVOKED, Certificate.Status.CORRECTED):
        found.append(Blocker(f"证书{certificate.get_status_display()}，不能打印。", clause="4.5"))
    if certificate.photo is None:
        found.append(Blocker("没有照片，不能打印。请在报名材料中补充照片。"))
    if missing := missing_glyphs(certificate.name + certificate.project_name):
        shown = "、".join(f"“{character}”（U+{ord(character):04X}）" for character in sorted(missing))
        found.append(Blocker(f"下列字符没有可用的字体，无法打印：{shown}。{FONT_HELP}"))
    return found


def reprint_blockers(certificate: Certificate, reason: str) -> list[Blocker]:
    """A second copy needs a reason; the first does not, nor one after a copy whose spoiling was recorded with a reason."""
    good = certificate.prints.exclude(state=Print.State.SPOILED)
    if not reason.strip() and good.exists():
        return [Blocker("该证书已打印过，请填写重印或补发的理由。", field="reason")]
    return []
