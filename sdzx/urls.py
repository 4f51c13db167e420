"""Every address of the portal, in the order of the regulation."""

from django.urls import include, path

from certificates.api.interface import api

urlpatterns = [
    path("", include("sdzx.home.urls")),
    path("accounts/", include("sdzx.accounts.urls")),
    path("inbox/", include("sdzx.notifications.urls")),
    path("files/", include("sdzx.files.urls")),
    path("components/", include("sdzx.ui.urls")),
    path("catalogue/", include("sdzx.catalogue.urls")),
    path("sites/applications/", include("sites.applications.urls")),
    path("sites/evaluations/", include("sites.evaluations.urls")),
    path("sites/violations/", include("sites.oversight.violations.urls")),
    path("sites/measures/", include("sites.oversight.measures.urls")),
    path("sites/inspections/", include("sites.oversight.inspections.urls")),
    path("sites/exits/", include("sites.oversight.urls")),
    path("sites/complaints/", include("sites.oversight.complaints.urls")),
    path("sites/", include("sites.registry.urls")),
    path("personnel/", include("sdzx.personnel.urls")),
    path("announcements/", include("exams.announcements.urls")),
    path("registrations/", include("exams.registration.urls")),
    path("questions/", include("exams.papers.urls")),
    path("sessions/", include("exams.sessions.urls")),
    path("dispatch/", include("exams.dispatch.urls")),
    path("scores/", include("exams.scores.urls")),
    path("certificates/designs/", include("certificates.designs.urls")),
    path("certificates/electronic/", include("certificates.electronic.urls")),
    path("certificates/keys/", include("certificates.api.urls")),
    path("certificates/changes/", include("certificates.changes.urls")),
    path("certificates/exports/", include("certificates.export.urls")),
    path("certificates/blanks/", include("certificates.printing.blanks.urls")),
    path("certificates/", include("certificates.printing.urls")),
    path("certificates/", include("certificates.handing.urls")),
    path("certificates/", include("certificates.issuing.urls")),
    path("lookup/", include("certificates.lookup.urls")),
    path("api/v1/", api.urls),
    path("archive/", include("sdzx.archive.urls")),
    path("trail/", include("sdzx.audit.urls")),
    path("calendar/", include("sdzx.workdays.urls")),
]
