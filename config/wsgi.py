"""REST, admin and pages, for any WSGI server."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("ZOETROPE_ROLE", "web")  # never the owner of the tables
django.setup(set_prefix=False)

from django.urls import get_resolver  # noqa: E402 - after the settings are read

from lib.api.wsgi import Utf8Handler  # noqa: E402

# All routes are read now: a mistake in one stops the start, and no first request waits for it.
_ = get_resolver().url_patterns

application = Utf8Handler()
