"""Mounted at /sites/measures/."""

from django.urls import path

from sites.oversight.measures import views

app_name = "measures"
urlpatterns = [
    path("", views.MeasureList.as_view(), name="list"),
    path("new/<uuid:uid>/", views.MeasureNew.as_view(), name="new"),
    path("<uuid:uid>/", views.MeasureRecord.as_view(), name="record"),
    path("<uuid:uid>/<slug:verb>/", views.MeasureStep.as_view(), name="step"),
]
