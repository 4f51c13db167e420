"""Mounted at /registrations/rosters/."""

from django.urls import path

from exams.registration.roster import views

app_name = "rosters"
urlpatterns = [
    path("", views.RosterList.as_view(), name="list"),
    path("new/", views.RosterNew.as_view(), name="new"),
    path("template/<int:pk>/", views.RosterTemplate.as_view(), name="template"),
    path("<uuid:uid>/", views.RosterRecord.as_view(), name="record"),
    path("<uuid:uid>/problems/", views.ProblemList.as_view(), name="problems"),
    path("<uuid:uid>/people/", views.PeopleList.as_view(), name="people"),
    path("<uuid:uid>/progress/", views.Progress.as_view(), name="progress"),
    path("<uuid:uid>/<slug:verb>/", views.RosterStep.as_view(), name="step"),
]
