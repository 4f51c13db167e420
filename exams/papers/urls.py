"""Addresses of this slice."""

from django.urls import path

from exams.papers import draws, views

app_name = "papers"
urlpatterns = [
    path("", views.SetTable.as_view(), name="list"),
    path("new/", views.SetNew.as_view(), name="new"),
    path("draws/", draws.DrawBoard.as_view(), name="draws"),
    path("draws/<uuid:uid>/", draws.DrawNow.as_view(), name="draw"),
    path("draws/<int:pk>/hand-over/", draws.HandOverNew.as_view(), name="hand-over"),
    path("hand-overs/<int:pk>/", draws.HandOverSheet.as_view(), name="hand-over-sheet"),
    path("openings/<int:pk>/approve/", views.OpeningApproval.as_view(), name="approve-opening"),
    path("<uuid:uid>/", views.SetRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", views.SetEdit.as_view(), name="edit"),
    path("<uuid:uid>/attach/", views.PartUpload.as_view(), name="attach"),
    path("<uuid:uid>/parts/<slug:kind>/", views.PartView.as_view(), name="part"),
    path("<uuid:uid>/parts/<slug:kind>/open/", views.OpeningRequest.as_view(), name="request-opening"),
    path("<uuid:uid>/documents/<slug:kind>/", views.SetDocument.as_view(), name="document"),
    path("<uuid:uid>/<slug:verb>/", views.SetStep.as_view(), name="step"),
]
