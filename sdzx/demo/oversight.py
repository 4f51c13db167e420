"""Violations and measures of the first city in every state: from a complaint, from an inspection, from the centre's own findings."""

from typing import Any

from sdzx.accounts.roles import Role
from sdzx.demo import pictures
from sdzx.demo.city import City, uploaded
from sdzx.demo.days import day, on
from sites.oversight.complaints.models import Complaint
from sites.oversight.inspections.models import Inspection
from sites.oversight.measures import services as measures
from sites.oversight.measures.models import Measure
from sites.oversight.violations import origins, services
from sites.oversight.violations.models import Violation
from sites.registry import services as registry
from sites.registry.models import Site

Ground, Kind = Violation.Ground, Measure.Kind


def every_state(city: City) -> None:
    """The site suspended after it let its rectification lapse is the fifth; the first four go on. The last one was
    suspended and is used again."""
    first, second, third, fourth, suspended = city.sites[:5]
    director = city.acts(Role.DIRECTOR)
    _violation(city, first, Ground.UNPREPARED, "3月考核的工具数量少于准备通知单所列，开考推迟30分钟。", -2)
    answered = _violation(city, second, Ground.INCOMPLETE_ARCHIVE, "2场考核的考场录像未按时移交归档。", -6)
    with on(-4, 16):
        services.respond(answered, by=city.host_of(second), response="录像设备故障，已修复，录像可于本周移交。")
    dropped = _violation(city, third, Ground.DISCIPLINE, "反映监考人员在考场内使用手机。", -25)
    with on(-20, 10):
        services.dismiss(dropped, by=director, ground="调取录像，使用的是考务对讲设备，不构成违规。")
    _confirmed(city, fourth, Ground.LATE_SCORES, "连续2场考核逾期报送成绩和试卷。", -14)
    _from_complaint(city)
    _from_inspection(city)
    returned = _rectified(city, second, "考场门口未设物品存放处，考生携带手机入场。", -34)
    _reported(city, returned, -12, "已购置物品柜。")
    with on(-10, 10):
        measures.send_back(returned, by=director, ground="照片未显示物品柜已投入使用。", due=day(8))
    lapsed = _rectified(city, suspended, "监控设备损坏，录像缺失，影响质量追溯。", -50)
    with on(-15, 10):
        measures.escalate(
            lapsed, by=director, kind=Kind.SUSPENSION, reasons="逾期未完成整改，考核过程无法追溯，暂停承担考核。",
            requirements="修复全部考场的监控设备\n补齐录像保存措施", due=day(12),
        )  # fmt: skip
    _reinstated(city, city.sites[-1])


def _violation(city: City, site: Site, ground: str, facts: str, offset: int, **values: Any) -> Violation:
    """Recorded by the clerk, with five days for the answer."""
    clerk = city.acts(Role.CLERK)
    with on(offset, 10):
        proof = uploaded(pictures.scan(city.seed, 400 - offset), "核查笔录.pdf", clerk)
        values = {"happened_on": day(offset - 2), "evidence": [proof], **values}
        return services.open_violation(
            site, by=clerk, ground=ground, facts=facts, response_due=day(offset + 5), **values
        )


def _confirmed(city: City, site: Site, ground: str, facts: str, offset: int, **values: Any) -> Violation:
    """The site let its date pass, or admitted it."""
    violation = _violation(city, site, ground, facts, offset, **values)
    with on(offset + 6, 10):
        finding = "证据充分，考点在期限内未提出异议，予以认定。"
        return services.confirm(violation, by=city.acts(Role.DIRECTOR), finding=finding)


def _from_complaint(city: City) -> None:
    """A substantiated complaint leads to a warning that the site has acknowledged."""
    clerk, director = city.acts(Role.CLERK), city.acts(Role.DIRECTOR)
    complaint = Complaint.objects.filter(center=city.center, result=Complaint.Result.SUBSTANTIATED).first()
    origin = origins.find(Violation.Source.COMPLAINT, complaint.uid, clerk) if complaint else None
    assert origin is not None
    assert origin.site is not None
    violation = _confirmed(city, origin.site, Ground.MISMANAGEMENT, origin.facts, -10, origin=origin)
    with on(-3, 10):
        warning = measures.issue(
            violation.site,
            by=director,
            kind=Kind.WARNING,
            violations=[violation],
            reasons="首次发现，情节较轻，给予警告。",
        )
    with on(-2, 9):
        measures.acknowledge(warning, by=city.host_of(violation.site))


def _from_inspection(city: City) -> None:
    """An inspection's finding leads to a rectification whose report waits for the director."""
    clerk = city.acts(Role.CLERK)
    inspection = Inspection.objects.filter(site__center=city.center, result=Inspection.Result.VIOLATION).first()
    origin = origins.find(Violation.Source.INSPECTION, inspection.uid, clerk) if inspection else None
    assert origin is not None
    assert origin.site is not None
    proofs = [each.file for each in origin.proofs]
    violation = _confirmed(
        city, origin.site, Ground.MISMANAGEMENT, origin.facts, -30, origin=origin, evidence=proofs, happened_on=day(-40)
    )
    with on(-22, 10):
        measure = measures.issue(
            violation.site, by=city.acts(Role.DIRECTOR), kind=Kind.RECTIFICATION, violations=[violation],
            reasons="违反收费规定，损害考生利益。", requirements="退还多收费用\n在显著位置公示收费标准", due=day(3),
        )  # fmt: skip
    _reported(city, measure, -1, "多收费用已全部退还，收费标准已在大厅公示。")


def _reinstated(city: City, site: Site) -> None:
    """Suspended, mended, filed, used again."""
    director = city.acts(Role.DIRECTOR)
    violation = _confirmed(city, site, Ground.MISMANAGEMENT, "考核设备多处损坏，仍安排考生使用。", -48)
    with on(-41, 10):
        measure = measures.issue(
            site, by=director, kind=Kind.SUSPENSION, violations=[violation], reasons="存在安全隐患，暂停承担考核。",
            requirements="更换损坏的设备\n建立设备检查制度", due=day(-28),
        )  # fmt: skip
    _reported(city, measure, -32, "损坏的设备已全部更换，检查制度已建立。")
    with on(-30, 10):
        measures.accept(measure, by=director, ground="现场复查，设备完好，整改通过。")
        registry.reinstate(site, by=director, ground="整改通过，恢复考点。")


def _rectified(city: City, site: Site, facts: str, offset: int) -> Measure:
    violation = _confirmed(city, site, Ground.DISCIPLINE, facts, offset)
    with on(offset + 8, 10):
        return measures.issue(
            site, by=city.acts(Role.DIRECTOR), kind=Kind.RECTIFICATION, violations=[violation],
            reasons="影响考核秩序和质量追溯。", requirements="查明原因，落实责任人\n完成整改并报送证明", due=day(offset + 24),
        )  # fmt: skip


def _reported(city: City, measure: Measure, offset: int, report: str) -> None:
    host = city.host_of(measure.site)
    with on(offset, 15):
        proof = uploaded(pictures.room(city.seed, 500 - offset), "整改照片.jpg", host)
        measures.report(measure, by=host, report=report, report_files=[proof])
