"""Mounted at /sites/evaluations/panels/; `uid` is the application's."""

from django.urls import path

from sites.evaluations.panels import views

app_name = "panels"
urlpatterns = [
    path("<uuid:uid>/", views.PanelPage.as_view(), name="record"),
    path("<uuid:uid>/draw/", views.Draw.as_view(), name="draw"),
]
