"""Many tickets as one PDF, printed by the worker."""

import datetime
import io

import pikepdf
import pytest
from django.urls import reverse

from exams.sessions.bundles import printing, services, tasks
from exams.sessions.bundles.models import TicketBundle
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.documents.errors import UnprintableText
from sdzx.workflow import Refused
from tests.factories import people, sessions

pytestmark = pytest.mark.django_db
AT = "sessions:bundles"


@pytest.fixture
def arranger():
    return people.actor(Role.ARRANGER)


def pages(bundle):
    bundle.refresh_from_db()
    return len(pikepdf.open(io.BytesIO(bundle.document.path.read_bytes())).pages)


def test_session_is_printed_by_the_worker(arranger, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(printing, "GROUP", 2)
    session = sessions.session("published", candidates=3)
    with django_capture_on_commit_callbacks(execute=True):
        bundle = services.order(by=arranger, session=session)
    assert pages(bundle) == 3
    assert (bundle.done, bundle.total, bundle.failure) == (3, 3, "")
    assert not tasks.print_bundle(bundle.pk)


def test_batch_and_unit(arranger):
    session, other = (sessions.session("published", candidates=2) for _ in range(2))
    seat = session.seats.first()
    seat.registration.unit, seat.registration.user = people.organization(), None
    seat.registration.save()
    assert services.order(by=arranger, item=session.item).total == 2
    assert services.order(by=arranger, unit=seat.registration.unit).total == 1
    registrar = people.actor(Role.REGISTRAR, organisation=seat.registration.unit)
    bundle = services.order(by=registrar, unit=people.organization())
    assert (bundle.unit, bundle.total, bundle.center) == (registrar.organization, 1, session.center)
    assert TicketBundle.objects.visible_to(registrar).count() == 2
    assert other.seats.count() == 2


@pytest.mark.clause("3.3")
def test_order_without_tickets(arranger):
    with pytest.raises(Refused, match="还没有准考证"):
        services.order(by=arranger, session=sessions.session("draft", candidates=1))


def test_order_by_others():
    session = sessions.session("published", candidates=1)
    with pytest.raises(Refused, match="当前的身份"):
        services.order(by=people.actor(Role.CONFIRMER), session=session)
    with pytest.raises(Refused, match="没有找到"):
        services.order(by=people.actor(Role.ARRANGER, people.center("370200")), session=session)


def test_queue_away_the_schedule_prints(arranger, monkeypatch, django_capture_on_commit_callbacks):
    def away(*_):
        raise tasks.print_bundle.OperationalError

    monkeypatch.setattr(tasks.print_bundle, "delay", away)
    with django_capture_on_commit_callbacks(execute=True):
        bundle = services.order(by=arranger, session=sessions.session("published", candidates=1))
    assert tasks.resume() == 0
    with clock.at(clock.now() + datetime.timedelta(minutes=11)):
        assert tasks.resume() == 1
    assert pages(bundle) == 1


def test_unprintable_name_and_session_called_off_are_told(monkeypatch):
    odd, gone = sessions.bundle(), sessions.bundle()
    gone.session.seats.update(ticket_number=None)

    def unprintable(seats):
        raise UnprintableText("\ue000")

    with monkeypatch.context() as broken:
        broken.setattr("exams.sessions.documents.tickets", unprintable)
        printing.print_bundle(odd.pk)
    printing.print_bundle(gone.pk)
    odd.refresh_from_db()
    gone.refresh_from_db()
    assert ("没有可用的字体" in odd.failure, "已取消或改期" in gone.failure) == (True, True)


def test_a_second_worker_keeps_nothing(monkeypatch):
    bundle = sessions.bundle()
    store = printing.store

    def overtaken(*args, **values):
        TicketBundle.objects.filter(pk=bundle.pk).update(finished_at=clock.now())
        return store(*args, **values)

    monkeypatch.setattr(printing, "store", overtaken)
    assert not printing.print_bundle(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.document is None


def test_a_week_later_it_is_erased():
    bundle, waiting = sessions.bundle(), sessions.bundle()
    printing.print_bundle(bundle.pk)
    bundle.refresh_from_db()
    with clock.at(clock.now() + datetime.timedelta(days=8)):
        young = sessions.bundle()
        assert tasks.discard() == 2
    bundle.document.refresh_from_db()
    assert (bundle.document.erased_at is not None, list(TicketBundle.objects.all()), waiting.document) == (
        True,
        [young],
        None,
    )


def test_pages(client, enter):
    session = sessions.session("published", candidates=1)
    arranger = people.actor(Role.ARRANGER)
    enter(arranger)
    record = client.get(reverse("sessions:record", args=[session.uid])).content.decode()
    assert reverse(f"{AT}:of-session", args=[session.uid]) in record
    page = client.post(reverse(f"{AT}:of-session", args=[session.uid]), follow=True).content.decode()
    bundle = TicketBundle.objects.get()
    assert "已完成0项，共1项" in page
    assert reverse(f"{AT}:progress", args=[bundle.uid]) in page
    printing.print_bundle(bundle.pk)
    bundle.refresh_from_db()
    address = reverse("files:download", args=[bundle.document.uid])
    progress = reverse(f"{AT}:progress", args=[bundle.uid])
    assert address in client.get(progress, headers={"HX-Request": "true"}).content.decode()
    assert client.get(progress).url == reverse(f"{AT}:record", args=[bundle.uid])
    response = client.get(address)
    assert b"".join(response)[:5] == b"%PDF-"
    assert "已完成" in client.get(reverse(f"{AT}:list")).content.decode()
    enter(people.actor(Role.ARRANGER, people.center("370200")))
    assert client.get(address).status_code == 404


def test_session_without_tickets_stays(client, enter):
    session = sessions.session("draft", candidates=1)
    enter(people.actor(Role.ARRANGER))
    page = client.post(reverse(f"{AT}:of-session", args=[session.uid]), follow=True).content.decode()
    assert "还没有准考证" in page


def test_form_asks_for_a_batch_or_a_unit(client, enter):
    session = sessions.session("published", candidates=1)
    enter(people.actor(Role.ARRANGER))
    address = reverse(f"{AT}:new")
    assert "请选择批次或报名单位。" in client.post(address).content.decode()
    assert client.post(address, {"item": session.item_id}).url == reverse(
        f"{AT}:record", args=[TicketBundle.objects.get().uid]
    )
    enter(people.actor(Role.REGISTRAR))
    assert 'name="unit"' not in client.get(address).content.decode()
    assert "还没有准考证" in client.post(address).content.decode()
