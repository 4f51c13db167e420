"""Mounted at /certificates/designs/."""

from django.urls import path

from certificates.designs import views

app_name = "designs"
urlpatterns = [
    path("", views.DesignList.as_view(), name="list"),
    path("new/", views.DesignNew.as_view(), name="new"),
    path("<uuid:uid>/", views.DesignRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.DesignEdit.as_view(), name="edit"),
    path("<uuid:uid>/calibrate/", views.Calibrate.as_view(), name="calibrate"),
    path("<uuid:uid>/sample.pdf", views.SamplePdf.as_view(), name="sample"),
    path("<uuid:uid>/sample.png", views.Picture.as_view(), name="picture"),
    path("<uuid:uid>/test-sheet.pdf", views.TestSheet.as_view(), name="test_sheet"),
    path("<uuid:uid>/<slug:verb>/", views.DesignStep.as_view(), name="step"),
]
