"""Mounted at /sites/evaluations/rubrics/."""

from django.urls import path

from sites.evaluations.rubrics import views

app_name = "rubrics"
urlpatterns = [
    path("", views.RubricList.as_view(), name="list"),
    path("new/", views.RubricNew.as_view(), name="new"),
    path("<uuid:uid>/", views.RubricRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.RubricEdit.as_view(), name="edit"),
    path("<uuid:uid>/<slug:verb>/", views.RubricStep.as_view(), name="step"),
]
