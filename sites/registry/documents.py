"""The bureau's notice as a printed form."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sdzx.documents.render import render
from sites.applications.models import Application, ApplicationProject
from sites.registry.history import Kind, later_rows, matters
from sites.registry.models import Publication, Site


def site_row(site: Site) -> dict[str, Any]:
    """A published site on the list."""
    held = list(site.authorisations.select_related("project"))
    return {
        "code": site.code,
        "name": site.name,
        "address": site.address,
        "matters": "",
        "projects": [each.project.name for each in held],
        "capacity": "；".join(f"{each.project.name}每场{each.workstations}人" for each in held),
        "valid_to": min((each.valid_to for each in held), default=""),
    }


def later_row(application: Application) -> dict[str, Any]:
    """A change or a renewal: what it is, and until when the site's projects run once it is published."""
    site: Site = application.site_required
    done = application.status == Application.Status.PUBLISHED
    approved = [row for row in application.projects.all() if row.decision == ApplicationProject.Decision.APPROVED]
    ends = {each.project_id: each.valid_to for each in site.authorisations.all()}
    held = [ends[row.project_id] for row in approved if row.project_id in ends]
    return {
        "code": site.code,
        "name": site.name,
        "address": application.address,
        "matters": matters(application),
        "projects": [row.project.name for row in approved],
        "capacity": "；".join(f"{row.project.name}每场{row.workstations}人" for row in approved),
        "valid_to": min(held) if done and held else "",
    }


def draft_row(application: Application) -> dict[str, Any]:
    """An application on the list of a draft: it has no code yet."""
    approved = application.projects.filter(decision=ApplicationProject.Decision.APPROVED).select_related("project")
    return {
        "code": "（公布时编号）",
        "name": application.organization.name,
        "address": application.address,
        "matters": "",
        "projects": [row.project.name for row in approved],
        "capacity": "；".join(f"{row.project.name}每场{row.workstations}人" for row in approved),
        "valid_to": "",
    }


def notice_context(
    publication: Publication,
    sites: Sequence[Mapping[str, Any]],
    changes: Sequence[Mapping[str, Any]] = (),
    renewals: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    issued: datetime.date = publication.issued_on
    return {
        "bureau": publication.center.bureau_name,
        "number": publication.number,
        "issued_on": issued,
        "heading": publication.heading,
        "sites": sites,
        "changes": changes,
        "renewals": renewals,
        "phone": publication.center.phone,
    }


def notice_pdf(publication: Publication) -> bytes:
    """With the sites when they exist, with the applications while it is a draft."""
    if publication.status == Publication.Status.PUBLISHED:
        rows = [site_row(site) for site in publication.sites.order_by("code")]
    else:
        new = publication.applications.filter(kind=Kind.ESTABLISHMENT).select_related("organization")
        rows = [draft_row(each) for each in new.order_by("id")]
    changes, renewals = (
        [later_row(each) for each in later_rows(publication, kind)] for kind in (Kind.CHANGE, Kind.RENEWAL)
    )
    context = notice_context(publication, rows, changes, renewals)
    return render("pdf/notice_of_publication.html", context, title=publication.heading)
