"""Sockets, signed media and uploads alone: the small ASGI process beside WSGI in production."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("ZOETROPE_ROLE", "web")  # never the owner of the tables
django.setup(set_prefix=False)

from inbox.socket.routing import sockets  # noqa: E402
from lib.asgi.router import Router, nothing_here  # noqa: E402
from lib.signed_media.receiving import uploads  # noqa: E402
from lib.signed_media.server import media  # noqa: E402

application = Router(sockets=sockets, media=media, uploads=uploads, rest=nothing_here)
