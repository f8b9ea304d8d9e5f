from django.urls import path

from inbox.api import views

urlpatterns = [
    path("me/events", views.EventsView.as_view(), name="me-events"),
    path("me/events/types", views.EventTypesView.as_view(), name="me-events-types"),
]
