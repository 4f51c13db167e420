"""Keys of the verification interface: one in use, one stopped (4.5). Their texts are thrown away."""

from certificates.api import services
from sdzx.accounts.actors import Actor


def keys(province: Actor) -> None:
    """A partner that still asks, and one whose contract has ended."""
    services.issue(by=province, holder="山东公共招聘网（演示）", contact="信息中心 0531-00000001", per_minute=600)
    ended, _ = services.issue(
        by=province, holder="齐鲁用工服务平台（演示）", contact="运维 0531-00000002", per_minute=120
    )
    services.revoke(ended, by=province, ground="合作到期，不再续约。")
