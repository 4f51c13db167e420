"""Addresses of this slice."""

from django.urls import include, path

from exams.scores import entry_views, views
from exams.scores.extensions.views import Extend

app_name = "scores"
urlpatterns = [
    path("", views.SheetTable.as_view(), name="list"),
    path("mine/", entry_views.Mine.as_view(), name="mine"),
    path("examiners/", include("exams.scores.sheets.urls")),
    path("corrections/", include("exams.scores.corrections.urls")),
    path("appeals/", include("exams.scores.appeals.urls")),
    path("punctuality/", include("exams.scores.punctuality.urls")),
    path("<uuid:uid>/", views.SheetRecord.as_view(), name="record"),
    path("<uuid:uid>/extension/", Extend.as_view(), name="extend"),
    path("<uuid:uid>/marks/", entry_views.MarksEdit.as_view(), name="marks"),
    path("<uuid:uid>/template/", entry_views.Template.as_view(), name="template"),
    path("<uuid:uid>/workbook/", entry_views.WorkbookEdit.as_view(), name="workbook"),
    path("<uuid:uid>/papers/", entry_views.HandOverEdit.as_view(), name="papers"),
    path("<uuid:uid>/scans/", entry_views.ScansEdit.as_view(), name="scans"),
    path("<uuid:uid>/receipt/", entry_views.Receive.as_view(), name="receive"),
    path("<uuid:uid>/spread/", entry_views.SpreadEdit.as_view(), name="spread"),
    path("<uuid:uid>/comparison/", entry_views.CompareEdit.as_view(), name="compare"),
    path("<uuid:uid>/documents/<slug:kind>/", views.SheetDocument.as_view(), name="document"),
    path("<uuid:uid>/<slug:verb>/", views.SheetStep.as_view(), name="step"),
]
