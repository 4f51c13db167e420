"""After handing out: applications about certificates in every state, and an export for the national look-up (4.5)."""

import datetime

from certificates.changes import services as changes
from certificates.changes.models import CertificateChange
from certificates.export import services as export
from certificates.handing import services as handing
from certificates.issuing.models import Certificate
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.demo import pictures
from sdzx.demo.city import City, uploaded

DAY = datetime.timedelta(days=1)
Kind, Cause = CertificateChange.Kind, CertificateChange.Cause


def applied(city: City, certificate: Certificate, kind: str, *, ground: str, **values: str) -> CertificateChange:
    """By the office: at the counter for the holder, or for a revocation."""
    by = city.acts(Role.CERTIFIER)
    proof = uploaded(pictures.scan(city.seed, 700 + certificate.sequence), "证明材料.jpg", by)
    return changes.apply(certificate, by=by, kind=kind, ground=ground, evidence=[proof], **values)


def approved(city: City, certificate: Certificate, kind: str, *, ground: str, **values: str) -> CertificateChange:
    """Reviewed by the officer, approved by the director; the holder of one to be revoked lets the days pass."""
    made = applied(city, certificate, kind, ground=ground, **values)
    changes.review(made, by=city.acts(Role.CERTIFIER))
    with clock.at(clock.now() + (15 if kind == Kind.REVOCATION else 1) * DAY):
        return changes.approve(made, by=city.acts(Role.DIRECTOR))


def every_state(
    city: City, certificates: list[Certificate], *, revoked: Certificate, latest: list[Certificate], after: int
) -> None:
    """Refused, withdrawn, corrected and reviewed again; a replacement printed, handed out and lost; revoked; applied."""
    first, second, *_ = certificates
    start, officer = first.session.ends_at, city.acts(Role.CERTIFIER)
    with clock.at(start + after * DAY):
        refused = applied(city, first, Kind.CORRECTION, ground="希望证书上使用曾用名。", new_name="王小梅")
        changes.refuse(refused, by=officer, ground="证书姓名须与身份证件一致，曾用名不能作为更正依据。")
        back = applied(city, second, Kind.REPLACEMENT, ground="暂时找不到。", cause=Cause.LOST)
        changes.withdraw(back, by=officer)
        made = approved(city, first, Kind.CORRECTION, ground="登记时将“䶮”误作“龑”。", new_name="王䶮")
        gone = approved(city, revoked, Kind.REVOCATION, ground="经查实系替考取得。")
    with clock.at(start + (after + 16) * DAY):
        changes.carry_out(made, by=officer, old_copy="收回并于当日销毁，两人在场。")
        changes.carry_out(gone, by=officer)
        again = Certificate.objects.get(replaces=first)
        made = applied(city, again, Kind.CORRECTION, ground="更正后仍有笔误。", new_name="王䶮䶮")
        changes.review(made, by=officer)
        copy = approved(city, second, Kind.REPLACEMENT, ground="被水浸泡，字迹不清。", cause=Cause.DAMAGED)
    with clock.at(start + (after + 18) * DAY):
        changes.carry_out(copy, by=officer, old_copy="收回并于当日销毁，两人在场。")
        second.refresh_from_db()
        handing.hand_over([second], by=officer, handed_to=second.name, how="holder")
        approved(city, second, Kind.REPLACEMENT, ground="搬家时遗失。", cause=Cause.LOST)
        applied(city, latest[0], Kind.CORRECTION, ground="登记时选错了字。", new_name="王䶮")
    export.issue(city.center, by=officer, batch=export.Batch(session=first.session), kind="xlsx")
