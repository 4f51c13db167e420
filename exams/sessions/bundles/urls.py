"""Mounted at /sessions/bundles/."""

from django.urls import path

from exams.sessions.bundles import views

app_name = "bundles"
urlpatterns = [
    path("", views.BundleTable.as_view(), name="list"),
    path("new/", views.BundleNew.as_view(), name="new"),
    path("of-session/<uuid:uid>/", views.OfSession.as_view(), name="of-session"),
    path("<uuid:uid>/", views.BundleRecord.as_view(), name="record"),
    path("<uuid:uid>/progress/", views.Progress.as_view(), name="progress"),
]
