"""Addresses of this slice. Preparation notices have their own records below it: `sessions:preparations:record`."""

from django.urls import include, path

from exams.sessions import preparation_views, views

app_name = "sessions"
preparations = (
    [
        path("<uuid:uid>/", preparation_views.PreparationRecord.as_view(), name="record"),
        path("<uuid:uid>/tick/", preparation_views.TickItems.as_view(), name="tick"),
        path("<uuid:uid>/document/", preparation_views.PreparationDocument.as_view(), name="document"),
        path("<uuid:uid>/<slug:verb>/", preparation_views.PreparationStep.as_view(), name="step"),
    ],
    "preparations",
)
urlpatterns = [
    path("", views.SessionTable.as_view(), name="list"),
    path("new/", views.SessionNew.as_view(), name="new"),
    path("tickets/<uuid:uid>/", views.Ticket.as_view(), name="ticket"),
    path("preparations/", include(preparations)),
    path("bundles/", include("exams.sessions.bundles.urls")),
    path("<uuid:uid>/", views.SessionRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.SessionEdit.as_view(), name="edit"),
    path("<uuid:uid>/seats/", views.SessionSeats.as_view(), name="seats"),
    path("<uuid:uid>/sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("<uuid:uid>/documents/<slug:kind>/", views.Printing.as_view(), name="document"),
    path("<uuid:uid>/<slug:verb>/", views.SessionStep.as_view(), name="step"),
]
