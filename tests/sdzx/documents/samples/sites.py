"""Samples of the forms around a site: application, evaluation, publication."""

from dataclasses import replace
from decimal import Decimal

from sites.evaluations.comparison import Comparison, Line, ProjectLine
from tests.sdzx.documents.samples.common import (
    ADDRESS,
    BUREAU,
    CENTER,
    DAY,
    DOTTED,
    PLAIN,
    PROJECT,
    RARE,
    RARER,
    SITE,
    Sample,
    numbered,
)

PROJECTS = [PROJECT, "杨家埠木版年画手工印刷", "大棚建造"]
EQUIPMENT = {"name": "双层电烤箱", "model": "YXD-40C 380V", "quantity": "6台", "note": "面包烘焙"}
MANAGER = {
    "name": PLAIN, "sex": "女", "age": 45, "education": "本科", "position": "教务处主任",
    "certificate": "高级技师（一级）", "major": "食品科学与工程", "note": "",
}  # fmt: skip
EXAMINER = {
    "name": DOTTED, "sex": "男", "age": 38, "education": "大专", "title": "讲师（中级）",
    "certificate": "技师（二级）", "trade": PROJECT, "card_number": "鲁KP2024000317",
}  # fmt: skip
ANNEX2 = {
    "unit": SITE,
    "responsible": RARE,
    "phone": "0531-87210000",
    "address": ADDRESS,
    "projects": PROJECTS,
    "staff": {"total": 36, "managers": 5, "teachers": 18},
    "owned": {"classrooms": {"count": 4, "area": "320"}, "practice": {"count": 6, "area": "1 280.5"}},
    "rented": {"classrooms": {"count": "", "area": ""}, "practice": {"count": 1, "area": "150"}},
    "equipment": [EQUIPMENT] * 3,
    "managers": [MANAGER] * 2,
    "examiners": [EXAMINER, EXAMINER | {"name": RARER}, EXAMINER],
    "opinion": "　　所填内容属实，申请设立专项职业能力考点，并承诺遵守《山东省专项职业能力考核工作规则》。",
    "signed_on": None,
}
NO_PREMISES = {"classrooms": {"count": "　　", "area": ""}, "practice": {"count": "　　", "area": ""}}
BLANK_ANNEX2 = {
    **ANNEX2,
    "unit": "", "responsible": "", "phone": "", "address": "", "projects": [], "opinion": "",
    "staff": {"total": "", "managers": "", "teachers": ""}, "owned": NO_PREMISES, "rented": NO_PREMISES,
    "equipment": [], "managers": [], "examiners": [],
}  # fmt: skip
LONG_ANNEX2 = {
    **ANNEX2,
    "equipment": numbered(EQUIPMENT, 60, name="第{}号工位双层电烤箱"),
    "managers": [MANAGER] * 9,
    "examiners": [EXAMINER] * 60,
    "signed_on": DAY,
}

EXPERT = {"name": PLAIN, "title": "高级讲师", "employer": "济南职业学院", "leader": False, "submitted_on": DAY}
EXPERTS = [EXPERT | {"name": RARER, "leader": True}, EXPERT | {"name": DOTTED}, EXPERT]
NAMES = (RARER, DOTTED, PLAIN)


def criterion(
    section: str, name: str, full: int, marks: tuple[int, int, int], mean: str, *, veto: bool = False
) -> Line:
    return Line(
        section, name, full, veto, marks, tuple(zip(NAMES, marks, strict=True)), Decimal(mean), "", failed=False
    )


def project_line(name: str, agreed: int) -> ProjectLine:
    said = tuple((who, "同意" if n < agreed else "不同意") for n, who in enumerate(NAMES))
    return ProjectLine(name, said, agreed, "同意" if agreed > 1 else "不同意", ())


CRITERION = criterion("场地", "操作室面积、通风、照明和消防符合规范", 10, (9, 8, 9), "8.7", veto=True)
COMPARED = Comparison(
    names=NAMES,
    lines=(
        CRITERION,
        criterion("设备", "设备数量满足每工位一套", 30, (27, 26, 25), "26.0"),
        criterion("管理", "考核工作管理制度健全", 20, (18, 19, 17), "18.0"),
    ),
    totals=tuple(zip(NAMES, (54, 53, 51), strict=True)),
    mean=Decimal("52.7"),
    full=60,
    pass_mark=48,
    apart="",
    vetoes={},
    projects=(project_line(PROJECTS[0], 3), project_line(PROJECTS[1], 1)),
    comments=tuple((who, "缺少晾画架2组，其余齐备。") for who in NAMES),
    obstacles=(),
)
EVALUATION = {
    "number": "济鉴评〔2026〕12号",
    "center": CENTER,
    "unit": SITE,
    "address": ADDRESS,
    "projects": PROJECTS[:2],
    "visited_on": DAY,
    "rubric": "专项职业能力考点实地评估标准（2026年第1版）",
    "experts": EXPERTS,
    "compared": COMPARED,
    "conclusion": "建议设立",
    "opinion": "　　考点场地独立，设备完好，制度健全，考务人员熟悉流程。",
}

PUBLISHED = {
    "code": "370113-2026-0007",
    "name": SITE,
    "address": ADDRESS,
    "matters": "",
    "projects": PROJECTS[:2],
    "capacity": "考场2个，每场工位30个",
    "valid_to": DAY.replace(year=2029),
}
NOTICE = {
    "bureau": BUREAU,
    "number": "济人社公告〔2026〕3号",
    "issued_on": DAY,
    "heading": "关于公布2026年第一批专项职业能力考点的公告",
    "sites": [
        PUBLISHED,
        PUBLISHED | {"code": "370102-2026-0008", "name": "济南市历下区技工学校", "capacity": "", "valid_to": ""},
    ],
    "changes": [],
    "renewals": [],
    "phone": "0531-12333",
}
CHANGED = PUBLISHED | {"matters": "增加考核项目、搬迁考核场地（迁至济南市高新区新泺大街2号）"}
RENEWED = PUBLISHED | {"matters": "延续"}

SAMPLES = {
    "pdf/annex2.html": Sample(
        "山东省专项职业能力考点设立申请表",
        ANNEX2,
        (
            "附件2", SITE, RARE, "0531-87210000", ADDRESS, "面包烘焙、杨家埠木版年画手工印刷、大棚建造",
            "（4）个教室", "（6）个操作室", "1 280.5", "双层电烤箱", "YXD-40C 380V", "教务处主任", "食品科学与工程",
            DOTTED, RARER, "鲁KP2024000317", "所填内容属实", "（盖章）", "负责人（签名）", "至少填写3名考评员",
        ),
        pages=2,
        variants={"blank": (BLANK_ANNEX2, 2), "long": (LONG_ANNEX2, 7)},
    ),
    "pdf/evaluation_report.html": Sample(
        "专项职业能力考点专家实地评估报告",
        EVALUATION,
        (
            "济鉴评〔2026〕12号", CENTER, SITE, ADDRESS, "2026年3月14日（星期六）", "（2026年第1版）", RARER, DOTTED, PLAIN,
            "操作室面积、通风、照明和消防符合规范*", "8.7", "52.7", "通过分数48分", "3名专家中1名同意", "缺少晾画架2组",
            "考点场地独立", "评估结论：建议设立", "组长", "济南职业学院",
        ),
        pages=2,
        variants={"long": ({**EVALUATION, "compared": replace(COMPARED, lines=(CRITERION,) * 40)}, 4)},
    ),
    "pdf/notice_of_publication.html": Sample(
        "关于公布2026年第一批专项职业能力考点的公告",
        NOTICE,
        (
            BUREAU, "济人社公告〔2026〕3号", "2026年3月14日", "2家专项职业能力考点", "0531-12333", "370113-2026-0007",
            SITE, ADDRESS, "考场2个，每场工位30个", "2029年3月14日", "济南市历下区技工学校",
        ),
        pages=2,
        variants={
            "long": ({**NOTICE, "sites": [PUBLISHED] * 45}, 7),
            "mixed": ({**NOTICE, "changes": [CHANGED], "renewals": [RENEWED]}, 2),
            "later": ({**NOTICE, "sites": [], "changes": [CHANGED], "renewals": [RENEWED]}, 2),
        },
    ),
}  # fmt: skip
