"""Mounted at /sites/evaluations/."""

from django.urls import include, path

from sites.evaluations import offline, views
from sites.offline.views import worker

app_name = "evaluations"
urlpatterns = [
    path("", views.EvaluationList.as_view(), name="list"),
    path("rubrics/", include("sites.evaluations.rubrics.urls")),
    path("panels/", include("sites.evaluations.panels.urls")),
    path("worker.js", worker, name="worker"),
    path("<uuid:uid>/", views.EvaluationRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.EvaluationEdit.as_view(), name="edit"),
    path("<uuid:uid>/conclusion/", views.EvaluationConclusion.as_view(), name="conclusion"),
    path("<uuid:uid>/draft/", offline.Draft.as_view(), name="draft"),
    path("<uuid:uid>/photo/", offline.Photo.as_view(), name="photo"),
    path("<uuid:uid>/<slug:verb>/", views.EvaluationStep.as_view(), name="step"),
]
