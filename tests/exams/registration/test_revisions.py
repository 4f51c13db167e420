import pytest

from exams.announcements import hooks, services
from exams.registration import revisions
from sdzx.accounts.roles import Role
from sdzx.notifications.models import Notice
from tests.factories import announcements, people, registration

pytestmark = pytest.mark.django_db


def test_registrants_are_named_and_drafts_only_counted():
    item = announcements.item()
    registration.draft(item=item)
    made = registration.submitted(item=item)

    found = revisions.registrants(item)

    assert (found.named, found.drafts) == ((f"{made.name}（待审核）",), 1)
    assert hooks.registrants(item) == found


def test_whoever_began_for_a_removed_batch_is_told_and_others_hear_the_differences():
    arranger, director = people.actor(Role.ARRANGER), people.actor(Role.DIRECTOR)
    former = announcements.published()
    kept, gone = announcements.batch(former), announcements.batch(former)
    begun, stays = registration.draft(item=gone), registration.submitted(item=kept)
    made = services.revise(former, by=arranger, revision_note="合并批次")
    made.items.get(origin=gone).delete()
    services.submit(made, by=arranger)

    services.publish(made, by=director)

    (told,) = Notice.objects.filter(kind="announcement_batch_removed")
    assert (told.recipient, "不能再提交" in told.body) == (begun.user, True)
    (heard,) = Notice.objects.filter(kind="announcement_revised")
    assert (heard.recipient, f"不再包括{gone}。" in heard.body) == (stays.user, True)
