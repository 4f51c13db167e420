"""The shell asks here how many notices are unread; notices belong to what is kept about somebody."""

from sdzx.accounts import own_data
from sdzx.accounts.models import User
from sdzx.notifications.models import Notice
from sdzx.notifications.services import unread
from sdzx.ui import words
from sdzx.ui.context import count_unread_with


def notices(person: User) -> own_data.Section:
    """The inbox."""
    found = Notice.objects.filter(recipient=person)
    return own_data.Section(
        "消息",
        tuple(own_data.Item(each.title, {"时间": words.moment(each.created_at), "正文": each.body}) for each in found),
    )


def register() -> None:
    """Called once by the composition root."""
    count_unread_with(unread)
    own_data.register(
        own_data.Part(
            section=notices,
            kept=lambda person: (),
            erase=lambda person: Notice.objects.filter(recipient=person).delete() and None,
        )
    )
