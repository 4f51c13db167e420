"""Two workers reach an announcement that is due: it is published once and nobody is alarmed. With a negative control."""

import threading

import pytest
from django.db import connections

from exams.announcements import services
from exams.announcements.models import Announcement
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.notifications.models import Notice
from tests.factories import announcements, people

WORKERS = 2


def together(work):
    barrier, found = threading.Barrier(WORKERS), []

    def run():
        try:
            barrier.wait()
            found.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_workers_publish_once(monkeypatch, guarded):
    people.actor(Role.DIRECTOR)
    made = announcements.scheduled(publish_at=clock.now())
    if not guarded:
        monkeypatch.setattr(services, "_is_due", lambda announcement: True)

    outcomes = together(lambda: services.publish_due(Announcement.objects.get(pk=made.pk)))

    assert outcomes == [False, True]
    assert Announcement.objects.get().status == "published"
    labels = sorted(each.label for each in entries_of(made))
    assert labels == (["按时发布"] if guarded else ["按时发布", "未能按时发布"])
    assert Notice.objects.filter(kind="announcement_failed").exists() is not guarded
