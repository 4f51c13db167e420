"""What must hold of standing certificates on any database (4.5); `manage.py check_invariants` asks."""

from collections.abc import Iterator

from certificates.issuing.models import Certificate
from exams.registration.models import Registration


def certificates_of_those_who_passed() -> Iterator[str]:
    """Who holds a certificate that stands is registered as certified, unless its revocation was begun when the score was
    corrected: then the certificate stands until that is decided, and longer if the decision says so."""
    status = Registration.Status
    astray = Certificate.objects.standing().exclude(registration__status=status.CERTIFIED)
    heard = Certificate.objects.filter(registration__status=status.FAILED, changes__score_correction__isnull=False)
    for number in astray.exclude(pk__in=heard).order_by("number").values_list("number", flat=True):
        yield f"证书编号{number}：报名状态不是“已发证”。"
