"""All settings, typed, from the environment; anything wrong stops the process at start.

Numbers of product policy stand beside their domain, not here. What each variable means:
docs/settings.md.
"""

from pathlib import Path
from typing import Any

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from config import databases, env, keys
from config.logging import structured
from lib.crypto import keyring

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("ZOETROPE_DATA", BASE_DIR / ".data")
# Where `export_text_encoder` writes: several data folders of one machine may share it.
ENCODER_DIR = env.folder("ENCODER_DATA", DATA_DIR)
KEYS_DIR = DATA_DIR / "keys"

# Who am I
PROFILES = ("development", "production")
if databases.brings_own_servers():
    PROFILE = env.choice("ZOETROPE_PROFILE", PROFILES, env.text("ZOETROPE_PROFILE"))
else:
    PROFILE = env.choice("ZOETROPE_PROFILE", PROFILES, "development")
PRODUCTION = PROFILE == "production"
if databases.brings_own_servers():
    ROLE = env.choice("ZOETROPE_ROLE", databases.ROLES, env.text("ZOETROPE_ROLE"))
else:
    ROLE = env.choice("ZOETROPE_ROLE", databases.ROLES, "migrate")
VERSION = (BASE_DIR / "CHANGELOG.md").read_text().split("## ", 2)[1].split()[0]
DEBUG = False


def secret(name: str) -> str:
    """From the environment; under development made at random once and kept in the data folder."""
    if PRODUCTION:
        return env.text(name)
    return env.text(name, "") or keys.kept_secret(KEYS_DIR, name.lower())


SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
JWT_SIGNING_KEY = secret("JWT_SIGNING_KEY")
MEDIA_SIGNING_KEY = secret("MEDIA_SIGNING_KEY")
DEVICE_FLAG_KEY = secret("DEVICE_FLAG_KEY")
CAPABILITY_KEY = secret("CAPABILITY_KEY")
CAPABILITY_KEY_FALLBACKS = env.words("CAPABILITY_KEY_FALLBACKS")

FIELD_KEYS_COMMAND = env.text("FIELD_KEYS_COMMAND", "")
if FIELD_KEYS_COMMAND:
    FIELD_KEYS_PROVIDER = keyring.from_command(FIELD_KEYS_COMMAND)
elif FIELD_KEYS := env.text("FIELD_KEYS", ""):
    FIELD_KEYS_PROVIDER = lambda: FIELD_KEYS.replace(",", "\n")  # noqa: E731
elif PRODUCTION:
    raise ImproperlyConfigured("Under production FIELD_KEYS or FIELD_KEYS_COMMAND must be set.")
else:
    FIELD_KEYS_PROVIDER = lambda: "1:" + keys.kept_secret(KEYS_DIR, "field_keys")  # noqa: E731

# The master keys that wrap the keys of likenesses: read by the likeness process alone
CAMEO_KEYS_DIR = env.folder("CAMEO_KEYS_DIR", DATA_DIR / "cameo-keys")
CAMEO_KEYSTORE_COMMAND = env.text("CAMEO_KEYSTORE_COMMAND", "")
CAMEO_MASTER_KEYS_PROVIDER = keys.cameo_master_keys(KEYS_DIR, production=PRODUCTION, role=ROLE)

# Who signs the ledger of consents, and where its anchors lie: outside the database
CONSENT_KEYS_PROVIDER, EXPORT_KEYS_PROVIDER = keys.signing_keys(KEYS_DIR, production=PRODUCTION)
CONSENT_ANCHOR_DIR = env.folder("CONSENT_ANCHOR_DIR", DATA_DIR / "consent-anchors")
CONSENT_ANCHOR_COMMAND = env.text("CONSENT_ANCHOR_COMMAND", "")

# Where am I reached
PORT = env.number("PORT", 8000, low=1, high=65535)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,testserver")
PUBLIC_ORIGIN = env.text("PUBLIC_ORIGIN", None if PRODUCTION else f"http://127.0.0.1:{PORT}")
if PRODUCTION and not PUBLIC_ORIGIN.startswith("https://"):
    raise ImproperlyConfigured("Under production PUBLIC_ORIGIN must begin with https://.")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]
# How many proxies of the operator's stand in front: decides which X-Forwarded-For entry counts.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, low=0, high=8)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.apple",
    "pgtrigger",
    "django_dramatiq",
    "dramatiq_crontab",
    "lib.outbox",
    "lib.idempotency",
    "audit",
    "accounts",
    "inbox",
    "parental",
    "moderation",
    "provenance",
    "cameos",
    "generation",
    *("feed", "enforcement"),
    "config",
]

MIDDLEWARE = [
    "lib.api.middleware.RequestContextMiddleware",
    "config.sunset.SunsetMiddleware",
    "lib.api.middleware.NoNulMiddleware",
    "lib.api.middleware.UnavailableMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.api.wrapping.AllauthErrorsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": databases.database(ROLE, DATA_DIR)}
REDIS_URL = databases.redis_url(DATA_DIR)
BROKER_URL = databases.broker_url(DATA_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "zoetrope",
        "OPTIONS": {**databases.IMPATIENT, "socket_timeout": 2},
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {
            # A half-open connection is noticed by asking, not by waiting for it.
            "hosts": [
                {"address": REDIS_URL, "health_check_interval": 15, "socket_connect_timeout": 2}
            ],
            "prefix": "zoetrope",
        },
    }
}
DRAMATIQ_BROKER = {
    "BROKER": "dramatiq.brokers.redis.RedisBroker",
    "OPTIONS": {
        "connection_pool": databases.broker_pool(BROKER_URL),
        "namespace": "zoetrope",
        # A killed worker's messages come back after one heartbeat: 5.0 s (measured; with the
        # default chance of maintenance it took up to 95 s on a quiet queue).
        "heartbeat_timeout": 5000,
        "maintenance_chance": 1_000_000,
    },
    # No Retries: attempts are counted in the database. No AdminMiddleware: it stores arguments.
    "MIDDLEWARE": [
        "lib.worker_life.EndWithMaster",
        "lib.worker_life.StopTaking",
        "generation.worker_start.RefuseUnready",
        "generation.worker_start.LeaveOneThread",
        "generation.worker_start.TellUnreachable",
        "dramatiq.middleware.AgeLimit",
        "dramatiq.middleware.TimeLimit",
        "dramatiq.middleware.ShutdownNotifications",
        "django_dramatiq.middleware.DbConnectionsMiddleware",
    ],
}
DRAMATIQ_AUTODISCOVER_MODULES = ["tasks"]
DRAMATIQ_CRONTAB = {"REDIS_URL": BROKER_URL}

# What looks at texts: ours (`python -m moderation.screener`), or any server that speaks the OpenAI
# moderations API
SCREENER_URL = env.text("SCREENER_URL", "http://127.0.0.1:8765")
SCREENER_KEY = env.text("SCREENER_KEY", "")
# Who knows what must not appear: an operator's matching service, and exchanges of hashes
CSAM_SERVICE_URL = env.text("CSAM_SERVICE_URL", "")
CSAM_SERVICE_KEY = env.text("CSAM_SERVICE_KEY", "")
CSAM_TRUSTED_EXCHANGES = env.words("CSAM_TRUSTED_EXCHANGES")
NCMEC_URL = env.text("NCMEC_URL", "")
NCMEC_USER = env.text("NCMEC_USER", "")
NCMEC_PASSWORD = env.text("NCMEC_PASSWORD", "")
THREATEXCHANGE_URL = env.text("THREATEXCHANGE_URL", "")
THREATEXCHANGE_TOKEN = env.text("THREATEXCHANGE_TOKEN", "")
STOPNCII_URL = env.text("STOPNCII_URL", "")
STOPNCII_SUBSCRIPTION_KEY = env.text("STOPNCII_SUBSCRIPTION_KEY", "")
STOPNCII_FETCH_KEY = env.text("STOPNCII_FETCH_KEY", "")
STOPNCII_FEEDBACK_KEY = env.text("STOPNCII_FEEDBACK_KEY", "")
EXCHANGE_FILES_DIR = env.text("EXCHANGE_FILES_DIR", "")
EXCHANGE_STALE_HOURS = env.number("EXCHANGE_STALE_HOURS", 72, low=1, high=2000)
# A second opinion beside it: a server of the OpenAI moderations API, and a model that reasons over
# the policy (any OpenAI-compatible chat API). Off by default: what people wrote leaves this house.
MODERATIONS_URL = env.text("MODERATIONS_URL", "")
MODERATIONS_KEY = env.text("MODERATIONS_KEY", "")
MODERATIONS_MODEL = env.text("MODERATIONS_MODEL", "")
MODERATIONS_PROCESSOR = env.processor("MODERATIONS_PROCESSOR", needed=bool(MODERATIONS_URL))
MODERATIONS_IMAGES = env.flag("MODERATIONS_IMAGES", default=False)
MONITOR_URL = env.text("MONITOR_URL", "")
MONITOR_KEY = env.text("MONITOR_KEY", "")
MONITOR_MODEL = env.text("MONITOR_MODEL", None if MONITOR_URL else "")
MONITOR_PROCESSOR = env.processor("MONITOR_PROCESSOR", needed=bool(MONITOR_URL))
MONITOR_SECONDS = env.number("MONITOR_SECONDS", 60, low=5, high=240)
MONITOR_FRAMES = env.number("MONITOR_FRAMES", 6, low=0, high=16)
MONITOR_AT_ONCE = env.number("MONITOR_AT_ONCE", 4, low=1, high=256)
# What looks at films beside what is built in: an operator's own models, each by a folder or a hub
# id. Only what this machine holds is loaded, unless MODELS_MAY_DOWNLOAD; never a pickle.
IMAGE_CLASSIFIER = env.text("IMAGE_CLASSIFIER", "")
IMAGE_CLASSIFIER_LABELS = env.text("IMAGE_CLASSIFIER_LABELS", "")
if IMAGE_CLASSIFIER and not IMAGE_CLASSIFIER_LABELS:
    raise ImproperlyConfigured("IMAGE_CLASSIFIER needs IMAGE_CLASSIFIER_LABELS: what they mean.")
NUDENET = env.flag("NUDENET", default=False)
CAPTION_MODEL = env.text("CAPTION_MODEL", "")
SPEECH_MODEL = env.text("SPEECH_MODEL", "")
SPEECH_VAD = env.flag("SPEECH_VAD", default=False)
# A video whose maker names no model is made by the one that suits its prompt, or by `sketch`.
SUITED_MODEL = env.flag("SUITED_MODEL", default=False)
INSPECTION_DEVICE = env.choice("INSPECTION_DEVICE", ("cpu", "cuda"), "cpu")
MODELS_MAY_DOWNLOAD = env.flag("MODELS_MAY_DOWNLOAD", default=False)
# What finds and compares faces. A pack of models says under which licence it may be used here.
FACE_KIND = env.choice("FACE_KIND", ("dlib", "insightface"), "dlib")
FACE_PACK = env.text("FACE_PACK", None if FACE_KIND == "insightface" else "")
FACE_PACK_LICENCE = env.text("FACE_PACK_LICENCE", None if FACE_PACK else "")
FACE_LIVENESS = env.text("FACE_LIVENESS", "")
FACE_LIVENESS_LICENCE = env.text("FACE_LIVENESS_LICENCE", None if FACE_LIVENESS else "")
FACE_LIVENESS_COMMAND = env.text("FACE_LIVENESS_COMMAND", "")
if FACE_LIVENESS and FACE_LIVENESS_COMMAND:
    raise ImproperlyConfigured("Set FACE_LIVENESS or FACE_LIVENESS_COMMAND, not both.")
FACE_DEVICE = env.choice("FACE_DEVICE", ("cpu", "cuda"), "cpu")
FACE_SIDE = int(env.choice("FACE_SIDE", ("320", "640", "960", "1280"), "640"))
FACE_MATCH_AT = env.fraction("FACE_MATCH_AT", low=0.0, high=2.0)
FACE_GREY_AT = env.fraction("FACE_GREY_AT", low=0.0, high=2.0)
if (FACE_MATCH_AT is None) != (FACE_GREY_AT is None):
    raise ImproperlyConfigured("FACE_MATCH_AT and FACE_GREY_AT are set together or not at all.")
if FACE_MATCH_AT is not None and FACE_GREY_AT is not None and FACE_MATCH_AT > FACE_GREY_AT:
    raise ImproperlyConfigured("FACE_MATCH_AT must not be above FACE_GREY_AT.")
FACE_FALSE_MATCHES = env.falling_rates("FACE_FALSE_MATCHES")
# Whose signed answers about ages are believed; without keys nobody is sent there
AGE_VERIFIER_KEYS = env.text("AGE_VERIFIER_KEYS", "")
AGE_VERIFIER_ISSUER = env.text("AGE_VERIFIER_ISSUER", None if AGE_VERIFIER_KEYS else "")
AGE_VERIFIER_URL = env.text("AGE_VERIFIER_URL", None if AGE_VERIFIER_KEYS else "")
AGE_VERIFIER_AUDIENCE = env.text("AGE_VERIFIER_AUDIENCE", PUBLIC_ORIGIN)
# The app store whose signed notifications are believed: the roots up to which chains are checked
APPLE_ROOT_CERTIFICATES = env.words("APPLE_ROOT_CERTIFICATES")
APPLE_BUNDLE_ID = env.text("APPLE_BUNDLE_ID", None if APPLE_ROOT_CERTIFICATES else "")
APPLE_APP_ID = env.number("APPLE_APP_ID", 0, low=0, high=2**53)
APPLE_ENVIRONMENT = env.choice("APPLE_ENVIRONMENT", ("production", "sandbox"), "production")
APPLE_ONLINE_CHECKS = env.flag("APPLE_ONLINE_CHECKS", default=PRODUCTION)
# Engines that misbehave on purpose, for the story that `make demo` plays
TEST_ENGINES = env.flag("ZOETROPE_TEST_ENGINES", default=False)
if PRODUCTION and TEST_ENGINES:
    raise ImproperlyConfigured("Under production ZOETROPE_TEST_ENGINES must not be set.")

# Who signs what leaves; without any, under development, a CA made on this machine
PROVENANCE_CERTIFICATES = env.text("PROVENANCE_CERTIFICATES", "")
PROVENANCE_FORMER_CERTIFICATES = env.text("PROVENANCE_FORMER_CERTIFICATES", "")
PROVENANCE_KEY = env.text("PROVENANCE_KEY", "")
PROVENANCE_SIGNER_COMMAND = env.text("PROVENANCE_SIGNER_COMMAND", "")
PROVENANCE_TSA_URL = env.text("PROVENANCE_TSA_URL", "")

MEDIA_DIR = env.folder("MEDIA_DIR", DATA_DIR / "media")
SCRATCH_DIR = env.folder("SCRATCH_DIR", DATA_DIR / "scratch")
from config.leaving_settings import *  # noqa: E402, F403 - ACCOUNT_GRACE_DAYS
from config.storage_settings import *  # noqa: E402, F403 - MEDIA_STORE, S3_…, CONSENT_ANCHOR_BUCKET

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # until a catalogue of ours exists in another one
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "config.formats"

# People
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("app",)
HEADLESS_ADAPTER = "accounts.adapters.HeadlessAdapter"
HEADLESS_TOKEN_STRATEGY = "accounts.refreshing.TokenStrategy"  # noqa: S105
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_PRIVATE_KEY = JWT_SIGNING_KEY  # without it allauth would sign with SECRET_KEY
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
SOCIALACCOUNT_ADAPTER = "accounts.social_adapter.SocialAccountAdapter"
# Sign in with Apple: the ids of the operator's apps, and the key that signs its calls to Apple
APPLE_CLIENT_IDS = env.words("APPLE_CLIENT_IDS")
APPLE_TEAM_ID, APPLE_KEY_ID = env.text("APPLE_TEAM_ID", ""), env.text("APPLE_KEY_ID", "")
APPLE_PRIVATE_KEY = env.text("APPLE_PRIVATE_KEY", "").replace("\\n", "\n")
APPLE_ISSUER = APPLE_ORIGIN = "https://appleid.apple.com"
if PRODUCTION and APPLE_CLIENT_IDS and not (APPLE_TEAM_ID and APPLE_KEY_ID and APPLE_PRIVATE_KEY):
    raise ImproperlyConfigured("APPLE_CLIENT_IDS needs APPLE_TEAM_ID, _KEY_ID and _PRIVATE_KEY.")
_APPS = [{"client_id": one} for one in APPLE_CLIENT_IDS]
SOCIALACCOUNT_PROVIDERS = {
    "apple": {"provider_class": "accounts.apple.provider.OwnAppleProvider", "APPS": _APPS}
}
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
USERSESSIONS_TRACK_ACTIVITY = False
ADMIN_SECOND_FACTOR = env.flag("ADMIN_SECOND_FACTOR", default=PRODUCTION)
if PRODUCTION and not ADMIN_SECOND_FACTOR:
    raise ImproperlyConfigured("Under production ADMIN_SECOND_FACTOR must not be off.")
INVITES_REQUIRED = env.flag("INVITES_REQUIRED", default=False)
SUNSET_ON = env.day("SUNSET_ON")
from accounts.allauth_settings import *  # noqa: E402, F403 - rates, codes, lifetimes
from config.family_settings import *  # noqa: E402, F403 - who may watch over a teen, and mails

# Mail: under development it lands in a folder that only this machine reads
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if PRODUCTION
    else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = DATA_DIR / "mailbox"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25, low=1, high=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=PRODUCTION)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Zoetrope <no-reply@example.org>")

# The browser
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=PRODUCTION)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144  # JSON bodies; no media but pictures beside reports
# Of what staff send by a form nothing lies on a disk, whatever server stands in front.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

LOGGING_CONFIG = None
structured(level=env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"))

from config.admin_settings import *  # noqa: E402, F403 - UNFOLD
from config.api_settings import *  # noqa: E402, F403 - REST_FRAMEWORK, SPECTACULAR_SETTINGS
from config.appeal_settings import *  # noqa: E402, F403 - APPEAL_DAYS
from config.push_settings import *  # noqa: E402, F403 - APNS_…
