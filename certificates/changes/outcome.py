"""What became of the certificate, for the page of a corrected score."""

from django.urls import reverse

from certificates.changes.models import CertificateChange
from certificates.issuing.models import Certificate
from exams.scores.corrections.models import Correction
from sdzx.accounts.actors import Actor
from sdzx.ui import words
from sdzx.ui.parts import Fact

S = CertificateChange.Status


def outcome(correction: Correction, actor: Actor) -> list[Fact]:
    """The candidate's certificates as they are, the newest first, and the revocation that this correction began."""
    registration = correction.score.seat.registration
    found = [
        Fact(
            "证书编号",
            f"{each.number}（{each.get_status_display()}）",
            url=reverse("issuing:record", args=[each.uid]),
        )
        for each in Certificate.objects.visible_to(actor).filter(registration=registration)
    ]
    begun = CertificateChange.objects.visible_to(actor).filter(score_correction=correction).first()
    if begun:
        found.append(Fact("撤销程序", told(begun), url=reverse("changes:record", args=[begun.uid]), wide=True))
    return found


def told(change: CertificateChange) -> str:
    """Where a revocation stands."""
    if change.status == S.CARRIED_OUT:
        return "证书已撤销"
    if change.status == S.REFUSED:
        return f"不予撤销，证书维持有效：{change.refusal}"
    heard = f"持证人已于{words.moment(change.stated_at)}申辩" if change.stated_at else "持证人尚未申辩"
    due = f"申辩期限{words.day(change.statement_due)}" if change.statement_due else ""
    return f"{change.get_status_display()}，{heard}，{due}；决定前证书维持有效"
