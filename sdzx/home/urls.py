"""Front page, worklist, health."""

from django.urls import path

from sdzx.home import views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("worklist/", views.WorklistView.as_view(), name="worklist"),
    path("trace/<uuid:uid>/", views.TraceView.as_view(), name="trace"),
    path("health/", views.health, name="health"),
]
