"""The living page's address."""

from django.urls import path

from sdzx.ui import living

app_name = "ui"
urlpatterns = [path("", living.components, name="components")]
