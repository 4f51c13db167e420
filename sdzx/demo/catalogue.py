"""The catalogue: two dozen projects from both sources, their specifications, one withdrawn, one about to be, some drafts (1)."""

from decimal import Decimal

from sdzx.accounts.actors import Actor
from sdzx.catalogue import services
from sdzx.catalogue.models import PreparationRequirement, Project, Specification
from sdzx.catalogue.rules import Content, Requirement, Task
from sdzx.demo.days import LONG_AGO, day, on

Source, Need = Project.Source, PreparationRequirement.Kind
# name, field, source, three tasks
PROJECTS = (
    ("面包烘焙", "西式面点制作", Source.MINISTRY, ("原料准备", "面团调制与成型", "烘烤与装饰")),
    ("母婴护理", "生活照料服务", Source.MINISTRY, ("产妇护理", "新生儿护理", "营养膳食制作")),
    ("拉面制作", "中式面点制作", Source.MINISTRY, ("和面与醒面", "拉制成型", "煮制与调味")),
    ("社区绿化", "绿化与园艺服务", Source.MINISTRY, ("苗木栽植", "修剪整形", "病虫害防治")),
    ("服装缝纫", "服装裁剪缝制", Source.MINISTRY, ("裁片整理", "缝制加工", "整烫检验")),
    ("杨家埠木版年画手工印刷", "工艺美术品制作", Source.PROVINCE, ("雕版整理", "套色印刷", "整理装裱")),
    ("大棚建造", "设施农业", Source.PROVINCE, ("放线与基础", "骨架安装", "覆膜与加固")),
    ("鲁锦织造", "纺织品制作", Source.PROVINCE, ("整经穿综", "织造", "整理检验")),
    ("柳编制作", "工艺品制作", Source.PROVINCE, ("选料处理", "编织成型", "收口整饰")),
    ("煎饼制作", "地方面食制作", Source.PROVINCE, ("磨糊调糊", "摊制", "折叠包装")),
    ("剪纸制作", "工艺美术品制作", Source.PROVINCE, ("构图设计", "剪刻", "装裱")),
    ("花生油压榨", "农产品加工", Source.PROVINCE, ("原料筛选", "炒籽与压榨", "过滤灌装")),
    ("海参养殖", "水产养殖", Source.PROVINCE, ("苗种投放", "日常管理", "采捕处理")),
    ("苹果套袋管理", "果树栽培", Source.PROVINCE, ("疏花疏果", "套袋", "除袋与采收")),
    ("短视频制作", "数字内容制作", Source.PROVINCE, ("脚本策划", "拍摄", "剪辑发布")),
    ("直播电商运营", "互联网营销", Source.PROVINCE, ("选品与脚本", "直播实施", "数据复盘")),
    ("养老照护", "健康养老服务", Source.MINISTRY, ("生活照料", "基础护理", "康乐服务")),
    ("家电清洗", "日用产品修理服务", Source.MINISTRY, ("检查与拆卸", "清洗消毒", "复装调试")),
    ("汽车美容", "机动车服务", Source.MINISTRY, ("外部清洁", "漆面养护", "内饰护理")),
    ("茶艺展示", "茶饮服务", Source.MINISTRY, ("备具备茶", "冲泡", "奉茶讲解")),
    ("阿胶熬制", "传统食品制作", Source.PROVINCE, ("原料处理", "熬胶", "凝胶切块")),
    ("无人机植保作业", "农业机械作业", Source.PROVINCE, ("航线规划", "喷洒作业", "维护保养")),
)  # fmt: skip
LEAVING = ("草编编织", "工艺品制作", Source.PROVINCE, ("选料染色", "编织成型", "整饰检验"))
DRAFTS = (("泰山皮影展演", "民间艺术表演"), ("黑陶拉坯制作", "陶瓷制品制作"))
WEIGHTS = (Decimal(30), Decimal(45), Decimal(25))


def content(tasks: tuple[str, ...], since: int) -> Content:
    """A whole specification around three tasks."""
    return Content(
        definition=f"运用相应的工具和材料，按照操作规范，独立完成{'、'.join(tasks)}的能力。",
        audience="运用或准备运用本项能力求职、就业的人员。", eligibility="达到法定劳动年龄，具有相应技能的劳动者均可申报。",
        examiner_composition="每场不少于3名考评员，须持有本项目考评员证卡。", mode=Specification.Mode.PRACTICE, minutes=90,
        venue="满足10人以上同时操作，采光、通风、用电安全符合要求。", examiners=3, in_force_from=day(since),
        tasks=tuple(
            Task(name, f"按工艺流程完成{name}，操作规范、场地整洁。", f"{name}的基本知识和安全要求。", weight)
            for name, weight in zip(tasks, WEIGHTS, strict=True)
        ),
        requirements=(
            Requirement(Need.VENUE, "操作室", Decimal(1), "不小于60平方米，监控覆盖", "间"),
            Requirement(Need.EQUIPMENT, "操作台", Decimal(1), "不锈钢或木质", "张", per_candidate=True),
            Requirement(Need.TOOL, "成套工具", Decimal(1), "按考核规范配备", "套", per_candidate=True),
            Requirement(Need.MATERIAL, "考核用原材料", Decimal("1.5"), "合格证齐全", "份", per_candidate=True),
            Requirement(Need.STAFF, "考务人员", Decimal(3), "含引导、安保各1名", "名"),
        ),
    )  # fmt: skip


def make(province: Actor) -> list[Project]:
    """All of it; returns what may be examined today."""
    with on(LONG_AGO, 8):
        made = [_project(province, number, *row) for number, row in enumerate(PROJECTS, 1)]
        leaving = _project(province, 81, *LEAVING)
        for number, (name, field) in enumerate(DRAFTS, 91):
            draft = _draft(province, number, name, field, Source.PROVINCE)
            services.create_specification(draft, by=province, content=content(("准备", "制作", "整理"), LONG_AGO))
    with on(-300):
        newer = services.create_specification(made[0], by=province, content=content(PROJECTS[0][3], -300))
        services.put_specification_in_force(newer, by=province)
    with on(-20):
        ground = "相关标准调整，自即日起不再开展考核。"
        services.withdraw(made[-1], by=province, ground=ground, withdrawn_from=day(-20))
    with on(-5):
        services.withdraw(
            leaving, by=province, ground="并入国家职业技能标准的相应模块，不再单独考核。", withdrawn_from=day(60),
            announced_batches=Project.Batches.CONTINUE,
        )  # fmt: skip
    return made[:-1]


def _draft(province: Actor, number: int, name: str, field: str, source: str) -> Project:
    filed = source == Source.PROVINCE
    return services.create_project(
        by=province, code=f"ZX-{number:04d}", name=name, field=field, source=source,
        filing_number=f"鲁专备〔{day(LONG_AGO - 60).year}〕{number}号" if filed else "", filed_on=day(LONG_AGO - 60) if filed else None,
        in_force_from=day(LONG_AGO),
    )  # fmt: skip


def _project(province: Actor, number: int, name: str, field: str, source: str, tasks: tuple[str, ...]) -> Project:
    project = services.put_in_force(_draft(province, number, name, field, source), by=province)
    specification = services.create_specification(project, by=province, content=content(tasks, LONG_AGO))
    services.put_specification_in_force(specification, by=province)
    return project
