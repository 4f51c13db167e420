"""Addresses of announcements: public ones first, then the office's."""

from django.urls import path

from exams.announcements.views import editing, feeds, office, public

app_name = "announcements"
urlpatterns = [
    path("", public.public, name="public"),
    path("feed/", feeds.AllAnnouncements(), name="feed"),
    path("feed/<slug:code>/", feeds.CityAnnouncements(), name="feed_city"),
    path("<uuid:uid>/", public.page, name="page"),
    path("<uuid:uid>/pdf/", public.pdf, name="pdf"),
    path("office/", office.AnnouncementList.as_view(), name="list"),
    path("office/new/", editing.AnnouncementNew.as_view(), name="new"),
    path("office/copy/", editing.AnnouncementCopy.as_view(), name="copy"),
    path("office/missing/", office.AnnouncementsMissing.as_view(), name="missing"),
    path("office/<uuid:uid>/", office.AnnouncementRecord.as_view(), name="record"),
    path("office/<uuid:uid>/edit/", editing.AnnouncementEdit.as_view(), name="edit"),
    path("office/<uuid:uid>/preview/", office.AnnouncementPreview.as_view(), name="preview"),
    path("office/<uuid:uid>/revise/", editing.AnnouncementRevise.as_view(), name="revise"),
    path("office/<uuid:uid>/documents/<slug:kind>/", office.AnnouncementDocument.as_view(), name="document"),
    path("office/<uuid:uid>/<slug:verb>/", office.AnnouncementStep.as_view(), name="step"),
]
