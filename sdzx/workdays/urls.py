"""Mounted at /calendar/."""

from django.urls import path

from sdzx.workdays import views

app_name = "workdays"
urlpatterns = [
    path("", views.YearList.as_view(), name="list"),
    path("<int:uid>/", views.YearRecord.as_view(), name="record"),
    path("<int:year>/versions/<int:version>/", views.EditionRecord.as_view(), name="edition"),
    path("<int:year>/template/", views.YearTemplate.as_view(), name="template"),
    path("<int:year>/amend/", views.YearAmend.as_view(), name="amend"),
]
