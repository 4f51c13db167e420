"""Mounted at /certificates/exports/."""

from django.urls import path

from certificates.export import views

app_name = "export"
urlpatterns = [
    path("", views.ExportList.as_view(), name="list"),
    path("new/", views.ExportNew.as_view(), name="new"),
    path("layout/", views.Layout.as_view(), name="layout"),
]
