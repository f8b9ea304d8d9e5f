"""Where everything stands."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularSwaggerView,
)

import lib.api.converters  # noqa: F401 - makes <usr:…>, <gen:…> known
from accounts.leaving_page import leaving
from accounts.proof_page import proof_of_age
from enforcement import appeal_pages, pages
from inbox.unsubscribing import unsubscribe
from lib.api.docs_pages import from_here_only

swagger = SpectacularSwaggerView.as_view(url_name="schema")

v1 = [
    path("", include("accounts.api.urls")),
    path("", include("inbox.api.urls")),
    path("", include("parental.api.urls")),
    path("", include("cameos.api.urls")),
    path("", include("generation.api.urls")),
    path("", include("feed.api.urls")),
    path("", include("enforcement.api.urls")),
]

urlpatterns = [
    path("api/v1/", include(v1)),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", from_here_only(swagger), name="docs"),
    path("", include("config.openai_urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/", admin.site.urls),
    path("leaving", leaving, name="leaving"),
    path("age/proof", proof_of_age, name="proof-of-age"),
    path("report", pages.report_page, name="report-page"),
    path("report/confirm", pages.confirm_page, name="report-confirm-page"),
    path("report/status", pages.status_page, name="report-status-page"),
    path("report/appeal", appeal_pages.report_appeal_page, name="report-appeal-page"),
    path("appeal", appeal_pages.appeal_page, name="appeal-page"),
    path("notifications/unsubscribe", unsubscribe, name="unsubscribe"),
    path("", include("config.health.urls")),
    path("", include("config.pages.urls")),
]

handler400 = "lib.api.error_pages.bad_request"
handler403 = "lib.api.error_pages.permission_denied"
handler404 = "lib.api.error_pages.page_not_found"
handler500 = "lib.api.error_pages.server_error"
