"""Complaints of the first city in every state, one of them with a name, one passed on to another city."""

from typing import Any

from sdzx.accounts.actors import VISITOR
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.demo import pictures
from sdzx.demo.city import City, uploaded
from sdzx.demo.days import day, on
from sites.oversight.complaints import services
from sites.oversight.complaints.models import Complaint

Category, Result = Complaint.Category, Complaint.Result
OTHER_CITY = "370200"


def filed(city: City, offset: int, **values: Any) -> Complaint:
    """As the public files it, with a picture."""
    with on(offset, 20):
        proof = uploaded(pictures.scan(city.seed, 300 - offset), "现场照片.jpg", VISITOR)
        return services.file_complaint(by=VISITOR, attachments=[proof], **values).complaint


def every_state(city: City) -> None:
    """Received, refused, accepted, investigated, concluded both ways, and one for another city."""
    clerk, director = city.acts(Role.CLERK), city.acts(Role.DIRECTOR)
    first, second, third = city.sites[:3]
    filed(
        city,
        -2,
        site=first,
        category=Category.FEES,
        facts="报名时要求另交200元“资料费”，没有开具票据。",
        happened_on=day(-3),
    )

    refused = filed(
        city,
        -20,
        place="某网络培训班",
        center=city.center,
        category=Category.OTHER,
        facts="网络培训班课程质量差，要求退款被拒绝。",
    )
    with on(-18, 10):
        services.refuse(
            refused, by=clerk, ground="反映的是网络培训的消费纠纷，不属专项职业能力考核事项，请向市场监管部门反映。"
        )

    accepted = filed(
        city, -8, site=second, category=Category.SERVICE, facts="考核当天候考区无人引导，迟了40分钟才开始。", anonymous=False,
        name=city.people.name(), phone=city.people.phone(), happened_on=day(-9),
    )  # fmt: skip
    with on(-6, 9):
        services.accept(accepted, by=clerk)

    investigated = _accepted(
        city, -24, site=third, category=Category.CONDUCT, facts="监考人员在考核中接打电话，提醒个别考生操作步骤。"
    )
    _found(city, investigated, -10, "调取考场录像，未见监考人员接打电话；有一次口头提示，属提醒安全事项。")

    unfounded = _accepted(city, -40, site=first, category=Category.LEAK, facts="听说有人考前拿到了试卷，希望核实。")
    _found(city, unfounded, -28, "试卷按规定启封，封签完好，双人在场，未发现泄题。")
    with on(-26, 15):
        services.conclude(
            unfounded,
            by=director,
            result=Result.UNFOUNDED,
            answer="经核查，试卷启封和交接均符合规定，未发现泄题，感谢监督。",
        )

    proven = _accepted(
        city, -36, site=second, category=Category.CHEATING, facts="有考生由他人代替参加实操考核，入场未核对身份证。"
    )
    _found(city, proven, -20, "录像和签到表显示1人由他人顶替，考点未逐人核验身份证件。")
    with on(-17, 15):
        services.conclude(
            proven,
            by=director,
            result=Result.SUBSTANTIATED,
            answer="经查属实，该考生成绩无效，已对考点的管理责任立案处理，感谢监督。",
        )

    elsewhere = filed(
        city,
        -5,
        place="青岛某培训学校",
        center=city.center,
        category=Category.FEES,
        facts="在青岛报名，收费标准与公示的不一致。",
    )
    with on(-4, 9):
        there = Center.objects.get(code=OTHER_CITY)
        services.transfer(elsewhere, by=clerk, center=there, ground="反映的机构在青岛市，由青岛市中心办理。")


def _accepted(city: City, offset: int, **values: Any) -> Complaint:
    made = filed(city, offset, **values)
    with on(offset + 2, 9):
        return services.accept(made, by=city.acts(Role.CLERK))


def _found(city: City, complaint: Complaint, offset: int, findings: str) -> None:
    clerk = city.acts(Role.CLERK)
    with on(offset, 16):
        record = uploaded(pictures.scan(city.seed, 340 - offset), "调查笔录.jpg", clerk)
        services.investigate(complaint, by=clerk, findings=findings, materials=[record])
