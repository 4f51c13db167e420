"""Mounted at /certificates/changes/."""

from django.urls import path

from certificates.changes import views

app_name = "changes"
urlpatterns = [
    path("", views.ChangeList.as_view(), name="list"),
    path("new/<uuid:uid>/<slug:kind>/", views.ChangeNew.as_view(), name="new"),
    path("<uuid:uid>/", views.ChangeRecord.as_view(), name="record"),
    path("<uuid:uid>/statement/", views.Statement.as_view(), name="state"),
    path("<uuid:uid>/<slug:verb>/", views.ChangeStep.as_view(), name="step"),
]
