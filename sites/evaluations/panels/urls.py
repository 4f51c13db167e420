"""Mounted at /sites/evaluations/panels/; `uid` is the application's, of a seat its member's evaluation's."""

from django.urls import path

from sites.evaluations.panels import views

app_name = "panels"
urlpatterns = [
    path("<uuid:uid>/", views.PanelPage.as_view(), name="record"),
    path("<uuid:uid>/draw/", views.Draw.as_view(), name="draw"),
    path("seats/<uuid:uid>/draw/", views.SeatDraw.as_view(), name="draw_seat"),
]
