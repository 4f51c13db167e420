"""What the keys bring to the registries of the office."""

from certificates.api.views import READERS
from sdzx.ui import menu


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("接口密钥", "api_keys:list", "证书", order=98, roles=READERS))
