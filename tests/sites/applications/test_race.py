"""Two clerks, or a clerk and the host, answer at one moment in threads. The control shows that the test can see a race."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from sites.applications import services, snapshots
from sites.applications.models import Application
from tests.factories import people, sites

S = Application.Status
Press = Callable[[Application, Any], object]


def accept(app: Application, by: Any) -> object:
    return services.accept(app, by=by)


def send_back(app: Application, by: Any) -> object:
    return services.return_for_supplement(app, by=by, items=["图像：缺操作室"])


def withdraw(app: Application, by: Any) -> object:
    return services.withdraw(app, by=by)


def at_once(app: Application, *presses: tuple[Press, Any]) -> list[str]:
    """What was refused, each press in a thread with a copy of its own."""
    gate, wrong = threading.Barrier(len(presses)), []

    def press(act: Press, by: Any) -> None:
        mine = Application.objects.get(pk=app.pk)
        gate.wait(30)
        try:
            act(mine, by)
        except Refused as refusal:
            wrong.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=each) for each in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return wrong


def verbs(app: Application) -> list[str]:
    return [entry.verb.removeprefix("application.") for entry in entries_of(app)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("acts", [(accept, send_back), (send_back, send_back), (accept, withdraw)])
def test_second_is_told_who_did_what(acts: tuple[Press, Press]) -> None:
    app = sites.submitted()
    host = sites.staff(app.organization)
    presses = [(act, host if act is withdraw else people.actor(Role.CLERK)) for act in acts]
    (refusal,) = at_once(app, *presses)
    (done,) = verbs(app)
    first = entries_of(app).get()
    app.refresh_from_db()
    assert app.status == {"accept": S.ACCEPTED, "return_for_supplement": S.RETURNED, "withdraw": S.WITHDRAWN}[done]
    assert refusal.startswith(
        f"{first.actor_name}已于{first.local_time}将其“{first.label}”，当前状态为“{app.get_status_display()}”"
    )
    assert app.documents.count() == (0 if done == "withdraw" else 1)


@pytest.mark.django_db(transaction=True)
def test_both_would_decide_without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading first and writing after: an acceptance and a return of one application, each with its letter."""
    app = sites.submitted()
    snapshots.freeze(app)
    together = threading.Barrier(2)

    def reads(record: Application) -> Application:
        record.refresh_from_db()
        together.wait(30)
        return record

    def writes(record: Application, verb: str, **rest: Any) -> None:
        target = S.ACCEPTED if verb == "accept" else S.RETURNED
        Application.objects.filter(pk=record.pk).update(status=target)

    monkeypatch.setattr(services, "locked", reads)
    monkeypatch.setattr(services, "refuse_unless_open", lambda record, verb, by: record.status)
    monkeypatch.setattr(services, "advance", writes)
    assert at_once(app, (accept, people.actor(Role.CLERK)), (send_back, people.actor(Role.CLERK))) == []
    assert sorted(app.documents.values_list("kind", flat=True)) == ["accepted", "supplement"]
