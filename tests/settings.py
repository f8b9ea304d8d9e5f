"""The product's own settings over volatile embedded servers under `.data/test`.

Each xdist worker has Redis databases and a media folder of its own; pytest-django gives each a
database of its own. Two runs at once need two folders: TEST_DATA names another.
"""

import os
from pathlib import Path

HOME = Path(
    os.environ.get("TEST_DATA") or Path(__file__).resolve().parent.parent / ".data" / "test"
).resolve()
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
NUMBER = int(WORKER.removeprefix("gw"))

os.environ["ZOETROPE_DATA"] = str(HOME)
os.environ["ZOETROPE_PROFILE"] = "development"
os.environ["ZOETROPE_ROLE"] = "migrate"
os.environ["MEDIA_DIR"] = str(HOME / f"media-{WORKER}")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from config.embedded import Servers  # noqa: E402

_endpoints = Servers(HOME, volatile=True).start()
os.environ["REDIS_URL"] = _endpoints.redis_url.rsplit("/", 1)[0] + f"/{2 * NUMBER}"
os.environ["BROKER_URL"] = _endpoints.redis_url.rsplit("/", 1)[0] + f"/{2 * NUMBER + 1}"

# Servers of this machine that are slow because it is busy are not away.
from config import databases  # noqa: E402
from lib.api import redis_client  # noqa: E402

PATIENCE_S = 60
databases.CONNECT_SECONDS = PATIENCE_S
redis_client.SECONDS = PATIENCE_S
databases.IMPATIENT["socket_connect_timeout"] = PATIENCE_S

from config.settings import *  # noqa: E402, F403

CACHES["default"]["OPTIONS"] = {  # noqa: F405
    **databases.IMPATIENT,
    "socket_timeout": PATIENCE_S,
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
