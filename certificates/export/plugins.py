"""What exports bring to the registries."""

from certificates.export.views import READERS
from sdzx.ui import menu


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("联网查询导出", "export:list", "证书", order=94, roles=READERS))
