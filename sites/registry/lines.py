"""How a site stands, in one line: for the directory, the notices and the workbooks (2.4, 3.3, 5.4)."""

from typing import Any

from sites.registry.models import Site


class Standing(str):
    """The words with the tone of their badge."""

    tone: str

    def __new__(cls, words: str, tone: str) -> "Standing":
        made = super().__new__(cls, words)
        made.tone = tone
        return made


def standing(site: Site) -> Standing:
    """正常, 暂停, 已取消资格; or 授权已到期 for an active site whose last authorisation has lapsed (3.3)."""
    held = site.authorisations.all()
    if site.status == Site.Status.ACTIVE and all(each.lapsed for each in held):
        return Standing("授权已到期", "warning")
    return Standing(site.get_status_display(), site.tone)


def projects_and_terms(site: Site) -> str:
    """«面包烘焙制作（2026-03-02至2029-03-01）»; a lapsed one says so."""
    return "；".join(
        f"{each.project.name}（{each.valid_from}至{each.valid_to}{'，已到期' if each.lapsed else ''}）"
        for each in site.authorisations.all()
    )


def notice_number(site: Any) -> str:
    """The notice behind the standing: of the exit, of the suspension, else of the publication that founded the site."""
    if site.status == Site.Status.REVOKED:
        numbers = [each.number for each in site.exit_cases.all() if each.status == "published" and each.number]
    elif site.status == Site.Status.SUSPENDED:
        open_ones = ("issued", "reported", "returned")
        numbers = [
            each.number for each in site.measures.all() if each.kind == "suspension" and each.status in open_ones
        ]
    else:
        return str(site.publication.number)
    return "；".join(numbers) or str(site.publication.number)
