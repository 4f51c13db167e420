"""What the calendar brings to the registries of the house."""

from sdzx.ui import menu


def register() -> None:
    """The menu entry."""
    menu.register(menu.Item("工作日历", "workdays:list", "全省管理", order=920, grants=("calendar.amend",)))
