"""Mounted at /sites/: the public directory, sites for those who sign in, the bureau's publications."""

from django.urls import include, path

from sites.registry import public, views
from sites.registry.changes import views as changes

app_name = "registry"
urlpatterns = [
    path("", public.directory, name="directory"),
    path("published/<uuid:uid>/", public.publication_page, name="publication"),
    path("published/<uuid:uid>/pdf/", public.publication_pdf, name="publication-pdf"),
    path("publications/", include("sites.registry.publication_urls")),
    path("records/", views.SiteList.as_view(), name="list"),
    path("records/<uuid:uid>/", views.SiteRecord.as_view(), name="record"),
    path("records/<uuid:uid>/change/", changes.ChangeNew.as_view(), name="change"),
    path("records/<uuid:uid>/renewal/", changes.RenewalNew.as_view(), name="renewal"),
    path("changes/<uuid:uid>/matters/", changes.MattersEdit.as_view(), name="matters"),
    path("records/<uuid:uid>/<slug:verb>/", views.SiteStep.as_view(), name="step"),
    path("<slug:code>/", public.site_page, name="site"),
]
