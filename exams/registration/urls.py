"""Mounted at /registrations/."""

from django.urls import include, path

from exams.registration.views import entry, record

app_name = "registration"
urlpatterns = [
    path("", record.ListView.as_view(), name="list"),
    path("open/", entry.OpenView.as_view(), name="open"),
    path("new/", entry.NewView.as_view(), name="new"),
    path("photo/", entry.PhotoView.as_view(), name="photo"),
    path("review/", include("exams.registration.review.urls")),
    path("rosters/", include("exams.registration.roster.urls")),
    path("<uuid:uid>/", record.RegistrationView.as_view(), name="record"),
    path("<uuid:uid>/edit/", entry.ChangeView.as_view(), name="edit"),
    path("<uuid:uid>/documents/<slug:kind>/", record.DocumentView.as_view(), name="document"),
    path("<uuid:uid>/<slug:verb>/", record.RegistrationStepView.as_view(), name="step"),
]
