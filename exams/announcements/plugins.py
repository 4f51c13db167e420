"""What announcements bring to the registries."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from exams.announcements import withdrawn
from exams.announcements.documents import row
from exams.announcements.models import Announcement, AnnouncementItem
from exams.announcements.services import ATTACHED, FILE_KIND
from exams.announcements.views.office import OFFICES
from exams.announcements.views.public import address
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.audit import provenance
from sdzx.audit.provenance import Link
from sdzx.catalogue import related
from sdzx.catalogue.models import Project
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu, words
from sdzx.ui.parts import Fact, FactGroup


def may_read(actor: Actor, stored: StoredFile) -> bool:
    """A published announcement is everybody's."""
    return Announcement.objects.public().filter(document=stored).exists()


def may_read_attachment(actor: Actor, stored: StoredFile) -> bool:
    """Everybody's once published; before that, of those to whom the draft is visible."""
    public, own = Announcement.objects.public(), Announcement.objects.visible_to(actor)
    return any(found.filter(attachments__file=stored).exists() for found in (public, own))


def open_batches(project: Project) -> FactGroup | None:
    """On the project's public page: where one can register for it now."""
    items = AnnouncementItem.objects.open_at(clock.now()).filter(project=project)
    found = items.select_related("announcement__center", "project", "specification").order_by("registration_closes")[
        :20
    ]
    facts = tuple(
        Fact(
            f"{item.announcement.center.city}第{item.batch}批",
            f"报名时间{row(item)['registration']}",
            url=address(item.announcement),
        )
        for item in found
    )
    return FactGroup("正在报名", facts) if facts else None


def trace(certificate: Any) -> Sequence[Link]:
    """The announcement under which the holder registered (3.1)."""
    item = certificate.registration.item
    announcement: Announcement = item.announcement
    facts = (
        f"文号：{announcement.number}",
        f"发布时间：{words.moment(announcement.published_at)}",
        f"批次：{item}，报名时间{row(item)['registration']}",
    )
    url = reverse("announcements:record", args=[announcement.uid])
    return [Link("考核公告", "3.1", announcement, url, facts)]


def register() -> None:
    """Called once by the composition root."""
    register_reader(FILE_KIND, may_read)
    register_reader(ATTACHED, may_read_attachment)
    related.register(open_batches)
    related.on_review(withdrawn.effect)
    related.on_withdrawal(withdrawn.tell)
    related.on_keeping(withdrawn.tell_kept)
    provenance.register(trace)
    menu.register(menu.Item("考核公告", "announcements:list", "目录与公告", order=20, roles=OFFICES))
