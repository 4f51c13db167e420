"""Electronic certificates of the first city: signed, signed anew, and copies that holders took for a purpose (4.5)."""

import datetime

from certificates.electronic import services
from certificates.issuing.models import Certificate
from sdzx import clock
from sdzx.accounts.actors import SYSTEM, Actor
from sdzx.accounts.roles import Role
from sdzx.demo.city import City

DAY = datetime.timedelta(days=1)


def signed(city: City, certificates: list[Certificate], *, after: int) -> None:
    """The first one: a copy whose term is over; the second: a new version. The rest is the worker's."""
    first, second = certificates[:2]
    start = first.session.ends_at + after * DAY
    with clock.at(start):
        for each in (first, second):
            services.make(each, by=SYSTEM)
        copied(first, "应聘济南市历下区好面包食品有限公司面点师", days=10)
    with clock.at(start + DAY):
        services.reissue(second, by=city.acts(Role.CERTIFIER), reason="持证人反映下载的文件打不开")


def copied(certificate: Certificate, purpose: str, *, days: int) -> None:
    """A copy taken by its holder; none where a unit registered somebody without an account."""
    holder = certificate.registration.user
    if holder is None:
        return
    until = clock.today() + datetime.timedelta(days=days)
    services.take_copy(certificate, by=Actor(Role.APPLICANT, holder), purpose=purpose, valid_until=until)
