"""Mounted at /sites/evaluations/."""

from django.urls import path

from sites.evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("", views.EvaluationList.as_view(), name="list"),
    path("<uuid:uid>/", views.EvaluationRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.EvaluationEdit.as_view(), name="edit"),
    path("<uuid:uid>/conclusion/", views.EvaluationConclusion.as_view(), name="conclusion"),
    path("<uuid:uid>/<slug:verb>/", views.EvaluationStep.as_view(), name="step"),
]
