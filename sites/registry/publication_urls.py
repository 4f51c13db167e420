"""Mounted at /sites/publications/."""

from django.urls import path

from sites.registry import views

app_name = "publications"
urlpatterns = [
    path("", views.PublicationList.as_view(), name="list"),
    path("new/", views.PublicationNew.as_view(), name="new"),
    path("<uuid:uid>/", views.PublicationRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.PublicationEdit.as_view(), name="edit"),
    path("<uuid:uid>/documents/<slug:kind>/", views.PublicationDocument.as_view(), name="document"),
    path("<uuid:uid>/<slug:verb>/", views.PublicationStep.as_view(), name="step"),
]
