"""Addresses of the appeals."""

from django.urls import path

from exams.scores.appeals import views

app_name = "appeals"
urlpatterns = [
    path("", views.AppealTable.as_view(), name="list"),
    path("candidates/<uuid:uid>/new/", views.AppealNew.as_view(), name="new"),
    path("<uuid:uid>/", views.AppealRecord.as_view(), name="record"),
    path("<uuid:uid>/<slug:verb>/", views.AppealStep.as_view(), name="step"),
]
