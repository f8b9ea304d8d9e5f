"""What unmodified OpenAI clients find below /v1."""

from django.urls import include, path

urlpatterns = [path("v1/", include("moderation.api.urls"))]
