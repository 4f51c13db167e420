"""Three months of sessions in the first city, each left in another state, and the few of the other cities."""

import datetime

from django.utils import timezone

from exams.dispatch import services as dispatch
from exams.sessions import services
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.demo import electronic, examiners, holders, printing, results, second_look, sessions
from sdzx.demo.announcements import item
from sdzx.demo.city import City, acting_as
from sdzx.demo.days import moment, on

FORTY_MINUTES = datetime.timedelta(minutes=40)


class Season:
    """The sessions of one city. What is held has few candidates: their forms and certificates are printed."""

    def __init__(self, city: City, *, size: int, held: int) -> None:
        self.city, self.size, self.held = city, size, held

    def plan(self, project: int, batch: int, site: int, starts_at: datetime.datetime) -> Session:
        city = self.city
        chosen = item(city, city.projects[project], batch)
        return sessions.planned(city, chosen, city.sites[site], starts_at, self.size)

    def publish(self, project: int, batch: int, site: int, starts_at: datetime.datetime) -> Session:
        return sessions.published(self.city, self.plan(project, batch, site, starts_at))

    def hold(self, project: int, batch: int, site: int, starts_at: datetime.datetime) -> Session:
        city = self.city
        chosen = item(city, city.projects[project], batch)
        return sessions.held(city, chosen, city.sites[site], starts_at, self.held)

    def past(self) -> None:
        """Confirmed ones: wholly filed; late and printed; returned once and numbered; one confirmed with a failure."""
        city = self.city
        whole = self.hold(0, 1, 0, moment(-52))
        results.incident(city, whole, closed=True)
        results.papers_counted(city, whole)
        results.reported(whole, submit=True)
        certificates = results.confirmed(city, results.submitted(city, whole, after=2), after=3)
        printing.printed(city, certificates, after=4, jam=True)
        electronic.signed(city, certificates, after=5)
        results.handed_out(city, certificates, after=7)
        electronic.copied(certificates[0], "申领创业担保贷款", days=20)
        results.filed(city, whole, after=20)
        late = self.hold(1, 1, 1, moment(-42))
        waiting = results.confirmed(city, results.submitted(city, late, after=9), after=10)
        printing.printed(city, waiting[:1], after=12)
        again = self.hold(0, 1, 1, moment(-30))
        results.reported(again, submit=True)
        results.returned(city, results.submitted(city, again, after=2), after=3)
        latest = results.confirmed(city, results.submitted(city, again, after=4), after=5)
        holders.every_state(city, certificates, revoked=waiting[-1], latest=latest, after=25)
        printing.stock(city)
        printing.every_state(city, latest, again=waiting[0])
        second_look.every_state(city, again.score_sheet, after=7)

    def waiting(self) -> None:
        """Ended: scores handed in, overdue, returned, due now."""
        city = self.city
        arrived = self.hold(0, 2, 0, moment(-8))
        results.reported(arrived, submit=True)
        results.submitted(city, arrived, after=2)
        overdue = self.hold(1, 2, 2, moment(-11))
        results.incident(city, overdue, closed=False)
        results.extended(city, overdue, after=1, days=2)
        back = self.hold(2, 2, 2, moment(-6))
        results.reported(back, submit=False)
        results.returned(city, results.submitted(city, back, after=1), after=3)
        examiners.mixed(city, self.hold(2, 2, 3, moment(-1, 14)))

    def now(self) -> None:
        """One that runs at this moment, one tomorrow that is ready."""
        city = self.city
        start = timezone.localtime(clock.now() - FORTY_MINUTES).replace(second=0, microsecond=0)
        under_way = self.publish(0, 2, 1, start)
        under_way = sessions.running(city, sessions.ready(city, sessions.staffed(city, under_way)), absent=2)
        examiners.marking(city, under_way)
        sessions.ready(city, sessions.staffed(city, self.publish(1, 2, 0, moment(1))))

    def coming(self) -> None:
        """Being prepared, with every answer to an invitation; published only; a draft; one given up."""
        city = self.city
        preparing = sessions.acknowledged(city, self.publish(2, 2, 1, moment(5)))
        with on(-1, 10):
            asked = sessions.invited(city, preparing)
            dispatch.take(asked[0], by=acting_as(asked[0].person, asked[0].duty))
            dispatch.decline(asked[1], by=acting_as(asked[1].person, asked[1].duty), ground="当日已有单位培训任务。")
            dispatch.cancel(asked[2], by=city.acts(Role.ARRANGER), ground="本人临时出差，改派他人。")
        self.publish(0, 2, 3, moment(7))
        self.plan(1, 2, 3, moment(7, 14))
        cancelled = self.publish(2, 2, 3, moment(5, 14))
        with on(-1, 16):
            services.cancel(cancelled, by=city.acts(Role.ARRANGER), ground="考点停电检修，另行安排。")
