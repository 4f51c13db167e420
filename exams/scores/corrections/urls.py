"""Addresses of the corrections."""

from django.urls import path

from exams.scores.corrections import views

app_name = "corrections"
urlpatterns = [
    path("", views.CorrectionTable.as_view(), name="list"),
    path("candidates/<uuid:uid>/new/", views.CorrectionNew.as_view(), name="new"),
    path("<uuid:uid>/", views.CorrectionRecord.as_view(), name="record"),
    path("<uuid:uid>/<slug:verb>/", views.CorrectionStep.as_view(), name="step"),
]
