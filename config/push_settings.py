"""Apple's push service: with what key we call it, for which app. Without a key nothing is pushed.

TLS is always on. APNS_SERVER and APNS_CA are for a server of one's own on this machine, under
development alone: what is pushed under production goes to Apple.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env

APNS_KEY = env.text("APNS_KEY", "").replace("\\n", "\n")
if _file := env.text("APNS_KEY_FILE", ""):
    if APNS_KEY:
        raise ImproperlyConfigured("Set APNS_KEY or APNS_KEY_FILE, not both.")
    APNS_KEY = Path(_file).read_text()
APNS_KEY_ID = env.text("APNS_KEY_ID", None if APNS_KEY else "")
APNS_TEAM_ID = env.text("APNS_TEAM_ID", None if APNS_KEY else "")
APNS_TOPIC = env.text("APNS_TOPIC", None if APNS_KEY else "")
APNS_ENVIRONMENT = env.choice("APNS_ENVIRONMENT", ("production", "sandbox"), "production")
APNS_SERVER = env.text("APNS_SERVER", "")
APNS_CA = env.text("APNS_CA", "")
if (APNS_SERVER or APNS_CA) and env.text("ZOETROPE_PROFILE", "development") == "production":
    raise ImproperlyConfigured("Under production APNS_SERVER and APNS_CA must not be set.")
