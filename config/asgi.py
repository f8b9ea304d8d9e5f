"""Everything behind one port: sockets, signed media and uploads, and Django through WSGI."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("ZOETROPE_ROLE", "web")  # never the owner of the tables

from django.conf import settings

from config.wsgi import application as django_application
from enforcement.api.larger import larger_body
from inbox.socket.routing import sockets
from lib.asgi.router import Router
from lib.asgi.wsgi_bridge import bridge
from lib.signed_media.receiving import uploads
from lib.signed_media.server import media

THREADS = 6  # each holds a database connection; more than cores, for they also wait

application = Router(
    sockets=sockets,
    media=media,
    uploads=uploads,
    rest=bridge(
        django_application,
        threads=THREADS,
        body_limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        larger=larger_body,
    ),
)
