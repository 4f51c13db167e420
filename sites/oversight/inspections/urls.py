"""Mounted at /sites/inspections/."""

from django.urls import include, path

from sites.offline.views import worker
from sites.oversight.inspections import offline, views

app_name = "inspections"
urlpatterns = [
    path("", views.InspectionList.as_view(), name="list"),
    path("checklists/", include("sites.oversight.inspections.checklists.urls")),
    path("worker.js", worker, name="worker"),
    path("due/", views.DueSites.as_view(), name="due"),
    path("new/", views.InspectionNew.as_view(), name="new"),
    path("<uuid:uid>/", views.InspectionRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.InspectionEdit.as_view(), name="edit"),
    path("<uuid:uid>/draft/", offline.Draft.as_view(), name="draft"),
    path("<uuid:uid>/photo/", offline.Photo.as_view(), name="photo"),
    path("<uuid:uid>/<slug:verb>/", views.InspectionStep.as_view(), name="step"),
]
