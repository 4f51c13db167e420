"""Electronic certificates and copies of them, made by the services."""

import datetime

from certificates.electronic import services
from certificates.electronic.models import ElectronicCertificate, PurposeCopy
from certificates.issuing.models import Certificate
from sdzx import clock
from sdzx.accounts.actors import SYSTEM, Actor
from sdzx.accounts.roles import Role
from tests.factories import certificates, people


def original(certificate: Certificate | None = None) -> ElectronicCertificate:
    """Signed by the worker."""
    return services.make(certificate or certificates.numbered()[0], by=SYSTEM)


def holder(certificate: Certificate) -> Actor:
    """Who holds it."""
    return people.actor(Role.APPLICANT, person=certificate.registration.user)


def copied(certificate: Certificate | None = None, *, purpose: str = "应聘面点师", days: int = 10) -> PurposeCopy:
    """Taken by the holder, good for that many days."""
    certificate = certificate or certificates.numbered()[0]
    until = clock.today() + datetime.timedelta(days=days)
    return services.take_copy(certificate, by=holder(certificate), purpose=purpose, valid_until=until)
