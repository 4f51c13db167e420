"""Mounted at /sites/inspections/checklists/."""

from django.urls import path

from sites.oversight.inspections.checklists import views

app_name = "checklists"
urlpatterns = [
    path("", views.ChecklistList.as_view(), name="list"),
    path("new/", views.ChecklistNew.as_view(), name="new"),
    path("<uuid:uid>/", views.ChecklistRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.ChecklistEdit.as_view(), name="edit"),
    path("<uuid:uid>/<slug:verb>/", views.ChecklistStep.as_view(), name="step"),
]
