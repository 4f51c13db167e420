"""The clauses of the regulation as values: rules carry them, refusals show them, tests are marked with them.

Source: 山东省专项职业能力考核工作规则 and its annex 2. `docs/clauses.md` is made from the register below.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: our identifier, where it stands in the regulation, and what it demands."""

    id: str
    article: str
    title: str
    demand: str

    @property
    def citation(self) -> str:
        """«依据《工作规则》四（四）», as a refusal shows it."""
        return f"依据《工作规则》{self.article}"


_ALL = (
    Clause("1", "一", "考核范围", "公告、授权、报名、考核、发证均须在目录内的项目上进行"),
    Clause("2.1", "二", "考点设置单位", "考点设在职业技能鉴定机构、企业、院校、培训评价机构，其他单位须说明理由"),
    Clause("2.2", "二", "申请材料", "申请表、场地设施设备图像证明、考核工作管理制度三项齐全，每个项目至少3名考评员"),
    Clause("2.3", "二", "专家实地评估", "专家评估组实地考察，全体成员完成评估后方可作出决定"),
    Clause("2.4", "二", "统一公布", "考点由市人力资源社会保障部门公布后方可使用"),
    Clause("3.1", "三（一）", "年度公告", "公告包括项目、规范、时间、报名条件、报名方式、考核方式及其他重要事项"),
    Clause("3.2", "三（二）", "报名", "单位或个人通过系统向所在市中心报名"),
    Clause("3.3", "三（三）", "安排考点", "市中心按报名情况安排已公布、已授权且有容量的考点"),
    Clause("4.1", "四（一）", "命题备案", "依据考核规范命题，报省中心备案后使用"),
    Clause("4.2", "四（二）", "考务准备", "考点按考核准备通知单逐项准备"),
    Clause("4.3", "四（三）", "派遣考评员、督导员", "每次考核由市中心派遣考评员和督导员，证卡上岗"),
    Clause("4.4", "四（四）", "3个工作日", "考核结束后3个工作日内报送成绩及试卷"),
    Clause("4.5", "四（五）", "确认、编码、发证、查询", "成绩经确认后统一编码、打印、发放证书，免费查询"),
    Clause("5.1", "五（一）", "考风考纪", "违纪违规情况记录在案，有证据、有处理结果"),
    Clause("5.2", "五（二）", "归档留痕", "全程留痕；档案保存不少于2年，视频不少于6个月"),
    Clause("5.3", "五（三）", "队伍建设", "管理人员、考评人员、督导人员和专家的登记册"),
    Clause("5.4", "五（四）", "退出机制", "违规失信、恶意竞争、管理失序的，取消考点资格"),
    Clause("A2", "附件2", "设立申请表", "申请表在屏幕和纸面上都有附件2的全部栏目，顺序一致"),
)
CLAUSES: dict[str, Clause] = {clause.id: clause for clause in _ALL}
ENFORCERS: dict[str, list[str]] = {clause.id: [] for clause in _ALL}


def enforces(*ids: str) -> Callable[[F], F]:
    """Marks a rule or service with the clauses that it enforces; `manage.py clause_map` prints the register."""

    def register(function: F) -> F:
        for each in ids:
            ENFORCERS[CLAUSES[each].id].append(f"{function.__module__}.{function.__qualname__}")
        return function

    return register
