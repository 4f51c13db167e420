"""Addresses of the punctuality of sites."""

from django.urls import path

from exams.scores.punctuality import views

app_name = "punctuality"
urlpatterns = [
    path("", views.PunctualityTable.as_view(), name="list"),
    path("<uuid:uid>/", views.PunctualitySite.as_view(), name="site"),
]
