"""Confirmed sheets and certificates; the sheet is straight ORM, the certificates come from the service."""

import secrets

from certificates.api.models import ApiKey
from certificates.issuing import services
from certificates.issuing.models import Certificate, NumberPattern
from certificates.printing.single import print_certificate
from exams.registration.models import Registration
from exams.scores.models import ScoreSheet
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.files.services import store
from tests.factories import people, sessions
from tests.factories.pictures import portrait


def confirmed_sheet(*, passed: int = 3, city: Center | None = None, **values: object) -> ScoreSheet:
    """A closed session whose sheet is confirmed, with `passed` registrations that passed, each with a photo."""
    session = sessions.session(sessions.Status.CLOSED, candidates=passed, city=city, **values)
    photo = store(portrait(), name="照片.jpg", kind="registration.photo")
    Registration.objects.filter(seat__session=session).update(photo=photo)
    return ScoreSheet.objects.create(
        session=session,
        status=ScoreSheet.Status.CONFIRMED,
        entered_by=people.user(),
        confirmed_by=people.user(),
        confirmed_at=clock.now(),
    )


def numbered(*, passed: int = 1, city: Center | None = None) -> list[Certificate]:
    """Certificates that have a number and wait for printing; by the first version where none is in use."""
    if not NumberPattern.objects.filter(status=NumberPattern.Status.IN_USE).exists():
        NumberPattern.objects.filter(version=1).update(status=NumberPattern.Status.IN_USE)
    sheet = confirmed_sheet(passed=passed, city=city)
    return services.number_passed(sheet, people.actor(Role.CONFIRMER, sheet.session.center))


LETTERS = [
    {"kind": "text", "value": "SD"},
    {"kind": "city", "width": 4},
    {"kind": "year", "width": 2},
    {"kind": "sequence", "width": 6},
    {"kind": "check"},
]


def pattern(segments: list[dict[str, object]] | None = None) -> NumberPattern:
    """A draft beside the version in use."""
    newest = NumberPattern.objects.order_by("-version")[0].version
    return NumberPattern.objects.create(version=newest + 1, segments=LETTERS if segments is None else segments)


def only_pattern() -> NumberPattern:
    """A draft, and none in use."""
    NumberPattern.objects.update(status=NumberPattern.Status.SUPERSEDED)
    return pattern()


def api_key(**values: object) -> ApiKey:
    """A partner's key whose text nobody knows."""
    given = {
        "holder": "齐鲁人才网",
        "prefix": "sdzx_AbCdEf",
        "key_hash": secrets.token_hex(32),
        "issued_by": people.user(),
    }
    return ApiKey.objects.create(**given | values)


def officer(certificate: Certificate) -> Actor:
    """A certificate officer of the certificate's centre."""
    return people.actor(Role.CERTIFIER, certificate.center)


def printed(**values: int) -> Certificate:
    """One certificate with one copy."""
    certificate = numbered(**values)[0]
    print_certificate(certificate, by=officer(certificate))
    return certificate
