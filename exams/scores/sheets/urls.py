"""Addresses of the examiners' sheets."""

from django.urls import path

from exams.scores.sheets import views

app_name = "sheets"
urlpatterns = [
    path("", views.ExaminerSheetTable.as_view(), name="list"),
    path("sessions/<uuid:uid>/open/", views.OpenSheets.as_view(), name="open"),
    path("<uuid:uid>/", views.ExaminerSheetRecord.as_view(), name="record"),
    path("<uuid:uid>/documents/<slug:kind>/", views.ExaminerSheetDocument.as_view(), name="document"),
    path("<uuid:uid>/edit/", views.Marking.as_view(), name="edit"),
    path("<uuid:uid>/<slug:verb>/", views.ExaminerSheetStep.as_view(), name="step"),
]
