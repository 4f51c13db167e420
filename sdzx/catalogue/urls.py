"""Addresses of the catalogue: public ones first, then the province's."""

from django.urls import include, path

from sdzx.catalogue.views import exchange, projects, public, specifications

app_name = "catalogue"
_specifications = (
    [
        path("new/<uuid:uid>/", specifications.SpecificationNew.as_view(), name="new"),
        path("<uuid:uid>/", specifications.SpecificationRecord.as_view(), name="record"),
        path("<uuid:uid>/edit/", specifications.SpecificationEdit.as_view(), name="edit"),
        path("<uuid:uid>/<slug:verb>/", specifications.SpecificationStep.as_view(), name="step"),
    ],
    "specifications",
)
urlpatterns = [
    path("", public.public, name="public"),
    path("projects/<uuid:uid>/", public.page, name="page"),
    path("projects/<uuid:uid>/versions/<int:version>/", public.page, name="version"),
    path("office/", projects.ProjectList.as_view(), name="list"),
    path("office/import/", exchange.CatalogueImport.as_view(), name="import"),
    path("office/template/<slug:kind>/", exchange.CatalogueTemplate.as_view(), name="template"),
    path("office/export/<slug:kind>/", exchange.CatalogueExport.as_view(), name="export"),
    path("office/new/", projects.ProjectNew.as_view(), name="new"),
    path("specifications/", include(_specifications)),
    path("<uuid:uid>/", projects.ProjectRecord.as_view(), name="record"),
    path("<uuid:uid>/edit/", projects.ProjectEdit.as_view(), name="edit"),
    path("<uuid:uid>/<slug:verb>/", projects.ProjectStep.as_view(), name="step"),
]
