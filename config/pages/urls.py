from django.conf import settings
from django.urls import path

from config.pages import views

urlpatterns = [
    path("", views.front, name="front"),
    path("favicon.ico", views.favicon, name="favicon"),
]
if not settings.PRODUCTION:
    urlpatterns += [path("development/mailbox", views.mailbox, name="development-mailbox")]
