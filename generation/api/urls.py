from django.urls import path

import lib.api.converters  # noqa: F401 - makes <gen:…>, <vid:…> and <cam:…> known
from generation.api import views
from generation.api.appearances import AppearancesView
from generation.api.models import ModelsView

urlpatterns = [
    path("models", ModelsView.as_view(), name="models"),
    path("generations", views.GenerationsView.as_view(), name="generations"),
    path("generations/<gen:job_id>", views.GenerationView.as_view(), name="generation"),
    path("generations/<gen:job_id>/cancel", views.CancelView.as_view(), name="generation-cancel"),
    path(
        "generations/<gen:job_id>/contest", views.ContestView.as_view(), name="generation-contest"
    ),
    path("cameos/<cam:cameo_id>/appearances", AppearancesView.as_view(), name="cameo-appearances"),
    path("drafts", views.DraftsView.as_view(), name="drafts"),
    path("drafts/<vid:draft_id>", views.DraftView.as_view(), name="draft"),
    path("drafts/<vid:draft_id>/keep", views.KeepView.as_view(), name="draft-keep"),
]
