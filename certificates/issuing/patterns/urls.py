"""Mounted at /certificates/patterns/."""

from django.urls import path

from certificates.issuing.patterns import views

app_name = "patterns"
urlpatterns = [
    path("", views.PatternList.as_view(), name="list"),
    path("new/", views.PatternNew.as_view(), name="new"),
    path("<uuid:uid>/", views.PatternRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.PatternEdit.as_view(), name="edit"),
    path("<uuid:uid>/<slug:verb>/", views.PatternStep.as_view(), name="step"),
]
