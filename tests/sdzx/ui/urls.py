"""Only what the tests of ui need."""

from django.urls import include, path

urlpatterns = [path("ui/", include("sdzx.ui.urls"))]
