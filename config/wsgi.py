"""REST, admin and pages, for any WSGI server."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from lib.api.wsgi import Utf8Handler  # noqa: E402 - after the settings are read

application = Utf8Handler()
