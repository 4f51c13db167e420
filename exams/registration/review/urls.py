"""Mounted at /registrations/review/."""

from django.urls import path

from exams.registration.review import batch_views, views

app_name = "review"
urlpatterns = [
    path("", views.QueueView.as_view(), name="list"),
    path("next/", views.NextView.as_view(), name="next"),
    path("claim/", views.ClaimView.as_view(), name="claim"),
    path("phrases/", batch_views.PhrasesView.as_view(), name="phrases"),
    path("searches/", batch_views.SearchesView.as_view(), name="searches"),
    path("searches/<uuid:uid>/delete/", batch_views.SearchDelete.as_view(), name="search-delete"),
    path("lists/<slug:kind>/<slug:form>/", batch_views.ListDocument.as_view(), name="document"),
    path("batches/<uuid:uid>/", batch_views.BatchView.as_view(), name="record"),
    path("batches/<uuid:uid>/<slug:verb>/", batch_views.BatchStep.as_view(), name="step"),
    path("<uuid:uid>/", views.DeskView.as_view(), name="desk"),
]
