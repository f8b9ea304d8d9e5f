from django.urls import path

from inbox.api import devices, notifications, views

urlpatterns = [
    path("me/events", views.EventsView.as_view(), name="me-events"),
    path("me/events/types", views.EventTypesView.as_view(), name="me-events-types"),
    path("me/notifications", notifications.NotificationsView.as_view(), name="me-notifications"),
    path("me/notifications/unread", notifications.UnreadView.as_view(), name="me-unread"),
    path("me/notifications/seen", notifications.SeenView.as_view(), name="me-seen"),
    path(
        "me/notifications/preferences",
        notifications.PreferencesView.as_view(),
        name="me-notification-preferences",
    ),
    path("me/devices/<str:device_id>", devices.DeviceView.as_view(), name="me-device"),
]
