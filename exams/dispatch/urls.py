"""Addresses of dispatch: a session's page, assignments; below them reports and incidents in namespaces of their own."""

from django.urls import include, path

from exams.dispatch import incident_views, report_views, views

app_name = "dispatch"

reports = (
    [
        path("", report_views.ReportTable.as_view(), name="list"),
        path("<uuid:uid>/", report_views.ReportRecord.as_view(), name="record"),
        path("<uuid:uid>/edit/", report_views.ReportEdit.as_view(), name="edit"),
        path("<uuid:uid>/documents/<slug:kind>/", report_views.ReportDocument.as_view(), name="document"),
        path("<uuid:uid>/<slug:verb>/", report_views.ReportStep.as_view(), name="step"),
    ],
    "reports",
)
incidents = (
    [
        path("", incident_views.IncidentTable.as_view(), name="list"),
        path("<uuid:uid>/", incident_views.IncidentRecord.as_view(), name="record"),
        path("<uuid:uid>/evidence/", incident_views.EvidenceEdit.as_view(), name="evidence"),
        path("<uuid:uid>/<slug:verb>/", incident_views.IncidentStep.as_view(), name="step"),
    ],
    "incidents",
)
urlpatterns = [
    path("", views.AssignmentTable.as_view(), name="list"),
    path("reports/", include(reports)),
    path("incidents/", include(incidents)),
    path("sessions/<uuid:uid>/", views.SessionDispatch.as_view(), name="session"),
    path("sessions/<uuid:uid>/draw/<slug:duty>/", views.Draw.as_view(), name="draw"),
    path("sessions/<uuid:uid>/invite/", views.Invite.as_view(), name="invite"),
    path("sessions/<uuid:uid>/check-in/", views.CheckIn.as_view(), name="check-in"),
    path("sessions/<uuid:uid>/incidents/new/", incident_views.IncidentNew.as_view(), name="new-incident"),
    path("<uuid:uid>/", views.AssignmentRecord.as_view(), name="record"),
    path("<uuid:uid>/documents/<slug:kind>/", views.Letter.as_view(), name="document"),
    path("<uuid:uid>/<slug:verb>/", views.AssignmentStep.as_view(), name="step"),
]
