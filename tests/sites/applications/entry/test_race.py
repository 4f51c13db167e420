"""Two of one host save the same section at one moment, in threads. The control shows that the test can see a race."""

import threading
from typing import Any

import pytest
from django.db import connection

from sites.applications.entry import services
from sites.applications.models import Application
from sites.applications.sections import Section
from tests.factories import sites

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(app: Application) -> list[str]:
    """Two save one row each over the same version; what they were told."""
    staff = [sites.staff(app.organization) for _ in range(2)]
    gate, told = threading.Barrier(2), []

    def save(number: int) -> None:
        mine = Application.objects.get(pk=app.pk)
        row = {"name": f"设备{number}", "quantity": "1台"}
        gate.wait(30)
        try:
            services.save_rows(mine, by=staff[number], section=Section.EQUIPMENT, rows=[row], base=1)
        except services.Overtaken as overtaken:
            told.append(str(overtaken))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[number]) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


def saved_once() -> Application:
    app = sites.complete()
    rows = [{"name": "烤箱", "quantity": "1台"}]
    services.save_rows(app, by=sites.staff(app.organization), section=Section.EQUIPMENT, rows=rows)
    return app


def test_second_is_told_and_overwrites_nothing() -> None:
    app = saved_once()
    (told,) = at_once(app)
    assert "保存了“设施设备”" in told
    assert app.equipment.count() == 1
    assert services.version_of(app, Section.EQUIPMENT).version == 2


def test_both_would_write_without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    app = saved_once()
    both = threading.Barrier(2)
    checked: Any = services._not_overtaken

    def together(*args: Any, **kwargs: Any) -> None:
        checked(*args, **kwargs)
        both.wait(30)

    monkeypatch.setattr(services, "locked", lambda record: record)
    monkeypatch.setattr(services, "_not_overtaken", together)
    assert at_once(app) == []
    assert app.equipment.count() == 2
