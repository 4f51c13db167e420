"""Mounted at /sites/applications/."""

from django.urls import path

from sites.applications import editing, public, reviewing, views
from sites.applications.entry.views import UploadView
from sites.applications.rows.views import RowsImport, RowsWorkbook

app_name = "applications"
urlpatterns = [
    path("", views.ApplicationList.as_view(), name="list"),
    path("phrases/", reviewing.PhrasesView.as_view(), name="phrases"),
    path("how/", public.how, name="how"),
    path("new/", views.ApplicationNew.as_view(), name="new"),
    path("<uuid:uid>/", views.ApplicationRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.ApplicationEdit.as_view(), name="edit"),
    path("<uuid:uid>/edit/<slug:section>/", editing.SectionView.as_view(), name="section"),
    path("<uuid:uid>/edit/attachments/upload/", UploadView.as_view(), {"section": "attachments"}, name="upload"),
    path("<uuid:uid>/edit/<slug:section>/import/", RowsImport.as_view(), name="rows_import"),
    path("<uuid:uid>/edit/<slug:section>/workbook/<slug:kind>/", RowsWorkbook.as_view(), name="rows"),
    path("<uuid:uid>/marks/", reviewing.MarksView.as_view(), name="marks"),
    path("<uuid:uid>/differences/", reviewing.DifferencesView.as_view(), name="differences"),
    path("<uuid:uid>/documents/<slug:kind>/", views.ApplicationDocument.as_view(), name="document"),
    path("<uuid:uid>/<slug:verb>/", views.ApplicationStep.as_view(), name="step"),
]
