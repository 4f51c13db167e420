"""Checklists in every state, and inspections of the first city's sites in every state (5.1, 5.4)."""

from dataclasses import asdict, replace

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.demo import pictures
from sdzx.demo.city import City, uploaded
from sdzx.demo.days import day, on
from sites.oversight.inspections import services as inspections
from sites.oversight.inspections.answers import Item, items_of
from sites.oversight.inspections.candidates import candidates
from sites.oversight.inspections.checklists import services as checklists
from sites.oversight.inspections.models import Checklist, Inspection
from sites.registry.models import Site
from sites.versions import services as versions

Faults = dict[str, tuple[str, str]]
FEE = ("no", "报名处没有公示收费标准，核对收据，有12名考生另交材料费50元。")


def second(province: Actor) -> None:
    """The province's second version: the archive is looked at with a photo."""
    first = Checklist.objects.get(center=None)
    items = [replace(item, photo=item.photo or item.code == "C3") for item in items_of(first)]
    made = versions.create(Checklist, by=province, name=first.name, items=items)
    checklists.put_in_use(made, by=province)


def draft(director: Actor) -> None:
    """A centre thinks about a version of its own."""
    used = Checklist.objects.get(center=None, status=Checklist.Status.IN_USE)
    more = Item("D1", "本市要求", "考场入口设置身份核验设备", "五（一）", photo=True)
    items = [Item(**asdict(item)) for item in items_of(used)]
    versions.create(Checklist, by=director, name="济南市考点检查表", items=[*items, more])


def every_state(city: City) -> None:
    """Planned for today and unannounced for tomorrow, half filled, to be signed, to be closed, closed both ways, cancelled."""
    first, second_site, third, fourth = city.sites[:4]
    draft(city.acts(Role.DIRECTOR))
    _planned(city, first, -6, 0, "年度检查")
    _planned(city, second_site, -1, 1, "群众反映考核秩序问题，不预先通知抽查", announced=False)
    half = _planned(city, third, -8, -1, "整改情况复查")
    _filled(city, half, -1, {"A2": ("fair", "2台电炉温控面板老化，尚能使用。")}, whole=False)
    _done(city, _planned(city, fourth, -10, -2, "年度检查"), -2, {"B5": ("no", "投诉举报电话牌被遮挡。")})

    signed = _done(city, _planned(city, second_site, -20, -9, "年度检查"), -9, {"B1": ("fair", "值班表未更新。")})
    with on(-8, 9):
        inspections.sign(
            signed, by=city.host_of(second_site), representative=second_site.contact, opinion="情况属实，已更新。"
        )

    passed = _done(city, _planned(city, first, -60, -50, "年度检查"), -50, {})
    with on(-49, 9):
        inspections.sign(passed, by=city.host_of(first), representative=first.contact, opinion="无异议。")
    with on(-48, 15):
        inspections.close(passed, by=city.acts(Role.DIRECTOR), result=Inspection.Result.PASSED)

    reason = "举报考点另收材料费，不预先通知检查"
    refused = _done(city, _planned(city, third, -41, -40, reason, announced=False), -40, {"B2": FEE})
    with on(-40, 17):
        ground = "考点负责人称须请示单位，离开现场，拒绝签字；在场教师2人可证。"
        inspections.record_refusal(refused, by=city.acts(Role.CLERK), ground=ground)
    with on(-38, 9):
        conclusion = "违反收费规定，退还多收费用，依规处理。"
        inspections.close(
            refused, by=city.acts(Role.DIRECTOR), result=Inspection.Result.VIOLATION, conclusion=conclusion
        )

    cancelled = _planned(city, fourth, -16, -12, "年度检查")
    with on(-13, 9):
        inspections.cancel(cancelled, by=city.acts(Role.CLERK), ground="当日台风预警，另行安排。")


def _planned(city: City, site: Site, offset: int, held: int, reason: str, *, announced: bool = True) -> Inspection:
    with on(offset, 9):
        known = candidates(city.center, day(held))
        users = [city.acts(Role.CLERK).user_required, city.acts(Role.ARRANGER).user_required]
        expert = next(each for each in city.experts if each.user_id in known)
        team = [known[user.pk] for user in users] + [known[expert.user_id or 0]]
        return inspections.open_inspection(
            site,
            by=city.acts(Role.ARRANGER),
            announced=announced,
            scheduled_on=day(held),
            reason=reason,
            inspectors=team,
        )


def _filled(city: City, inspection: Inspection, offset: int, faults: Faults, *, whole: bool = True) -> Inspection:
    by = city.acts(Role.CLERK)
    items = items_of(inspection.checklist)
    shown = items if whole else items[:5]
    with on(offset, 15):
        found = {item.code: faults.get(item.code, (item.choices[0], "")) for item in shown}
        photos = {
            item.code: [uploaded(pictures.room(city.seed, number - offset), f"{item.code}现场.jpg", by)]
            for number, item in enumerate(shown)
            if item.photo
        }
        answers = {code: {"value": value, "remark": remark} for code, (value, remark) in found.items()}
        return inspections.save(inspection, by=by, answers=answers, summary="考点负责人全程在场。", photos=photos)


def _done(city: City, inspection: Inspection, offset: int, faults: Faults) -> Inspection:
    _filled(city, inspection, offset, faults)
    with on(offset, 16):
        return inspections.carry_out(inspection, by=city.acts(Role.CLERK), carried_out_on=day(offset))
