"""Two officers take the same table at one moment. The control shows that the test can see a race."""

import threading

import pytest
from django.db import connection

from sdzx.accounts.roles import Role
from sdzx.catalogue.exchange import services
from sdzx.catalogue.models import Project, Specification
from sdzx.workflow import Refused
from tests.factories import people
from tests.sdzx.catalogue.exchange.tables import whole, workbook

pytestmark = pytest.mark.django_db(transaction=True)


def at_once():
    """Both at work; what was refused."""
    wrong, table = [], workbook(*whole())
    officers = [people.actor(Role.PROVINCE) for _ in range(2)]

    def work(by):
        try:
            services.take(table, by=by)
        except Refused as refusal:
            wrong.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[by]) for by in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return wrong


def test_second_finds_everything_there():
    assert at_once() == []
    assert (Project.objects.count(), Specification.objects.count()) == (1, 1)


def test_without_the_lock_the_second_is_refused(monkeypatch):
    meet = threading.Barrier(2, timeout=20)
    planned = services.plan_of

    def plan_of(table):
        plan = planned(table)
        meet.wait()
        return plan

    monkeypatch.setattr(services, "_one_at_a_time", lambda: None)
    monkeypatch.setattr(services, "plan_of", plan_of)

    assert at_once() == ["目录在此期间由他人修改，请重新预览后再导入。"]
    assert Project.objects.count() == 1
