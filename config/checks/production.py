"""Errors of `check --deploy`: each is a reason not to open the doors."""

import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from config import databases
from inbox.push.credentials import push_lacks
from lib.faces.health import thresholds_missing
from lib.faces.presentation import assessed
from lib.signed_media.health import bucket_faults
from moderation.addresses import is_sound
from provenance.lacks import lacks as provenance_lacks

LOCAL_MAIL = ("filebased", "console", "locmem", "dummy")
SECRETS = (
    *("SECRET_KEY", "JWT_SIGNING_KEY", "MEDIA_SIGNING_KEY", "DEVICE_FLAG_KEY"),
    "CAPABILITY_KEY",
)
KEYRINGS = ("FIELD_KEYS", "CONSENT_KEYS", "EXPORT_KEYS")
SHORTEST_SECRET = 32  # characters; HS256 needs a key of 256 bits (RFC 7518, part 3.2)
SERVING_ROLES = ("WEB", "WORKER", "LIKENESS")

Fault = Callable[[], bool]


def _one_role_owns_everything() -> bool:
    urls = [os.environ.get(f"DATABASE_URL_{role}") for role in (*SERVING_ROLES, "MIGRATE")]
    return databases.brings_own_servers() and (None in urls or len(set(urls)) < len(urls))


def _keys_are_default() -> bool:
    named = all(os.environ.get(name) for name in SECRETS)
    rings = [os.environ.get(one) or os.environ.get(f"{one}_COMMAND") for one in KEYRINGS]
    return not (named and all(rings))


def _tombstones_lie_anywhere() -> bool:
    chosen = settings.TOMBSTONE_BUCKET or settings.TOMBSTONE_COMMAND
    return not (chosen or os.environ.get("TOMBSTONE_DIR"))


def _keys_are_short() -> bool:
    return any(len(getattr(settings, name)) < SHORTEST_SECRET for name in SECRETS)


def _keys_are_shared() -> bool:
    return len({getattr(settings, name) for name in SECRETS}) < len(SECRETS)


def _media_go_over_plain_http() -> bool:
    """No phone reaches this machine by its loopback, so there is no exception for what they use."""
    phones = urlsplit(settings.S3_PUBLIC_ENDPOINT).scheme == "http"
    return phones or bool(settings.S3_ENDPOINT and not is_sound(settings.S3_ENDPOINT))


def _no_tls() -> bool:
    return not settings.SECURE_SSL_REDIRECT


def _proxy_hides_tls() -> bool:
    return bool(settings.SECURE_SSL_REDIRECT and not settings.TRUSTED_PROXIES)


def _any_host() -> bool:
    return not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS


def _mail_stays_here() -> bool:
    return any(kind in settings.EMAIL_BACKEND for kind in LOCAL_MAIL)


RULES: dict[str, tuple[Fault, str, str]] = {
    "zoetrope.E001": (
        lambda: not os.environ.get("SCREENER_URL"),
        "No screener is named: what people ask for would wait for ever.",
        "Set SCREENER_URL to `python -m moderation.screener`, or to another server that speaks "
        "the OpenAI moderations API; SCREENER_KEY where it wants one.",
    ),
    "zoetrope.E002": (
        lambda: provenance_lacks() is not None,
        "Nothing can be signed as yours, so nothing may leave.",
        "Set PROVENANCE_CERTIFICATES and PROVENANCE_KEY or PROVENANCE_SIGNER_COMMAND.",
    ),
    "zoetrope.E003": (
        lambda: not settings.PRODUCTION,
        "This is the development profile.",
        "Set ZOETROPE_PROFILE=production.",
    ),
    "zoetrope.E004": (_no_tls, "Plain HTTP is not sent to TLS.", "Set SECURE_SSL_REDIRECT=1."),
    "zoetrope.E005": (_any_host, "ALLOWED_HOSTS is empty or *.", "Name the hosts you serve."),
    "zoetrope.E006": (
        lambda: not databases.brings_own_servers(),
        "The embedded PostgreSQL and Redis are for one machine without backup.",
        "Set DATABASE_URL_<ROLE>, REDIS_URL and BROKER_URL.",
    ),
    "zoetrope.E007": (
        _one_role_owns_everything,
        "The database roles are not separated: one role owns everything.",
        "Set DATABASE_URL_WEB, …_WORKER, …_LIKENESS and …_MIGRATE, each its own role.",
    ),
    "zoetrope.E008": (
        _mail_stays_here,
        "Mail does not leave this machine: nobody can sign up.",
        "Set EMAIL_HOST and leave EMAIL_BACKEND at SMTP.",
    ),
    "zoetrope.E009": (
        _keys_are_default,
        "Keys were made at random on this machine, not given by you.",
        f"Set {', '.join(SECRETS)}, and each of {', '.join(KEYRINGS)} or its …_COMMAND "
        "(docs/keys.md).",
    ),
    "zoetrope.E010": (
        _keys_are_short,
        "A key is shorter than 32 characters.",
        "Use 64 random hexadecimal digits.",
    ),
    "zoetrope.E011": (
        _keys_are_shared,
        "Two keys are equal.",
        "Each secret is its own, so that one can be changed without the others.",
    ),
    "zoetrope.E012": (
        _proxy_hides_tls,
        "No proxy is trusted: behind one that ends TLS, requests are redirected for ever.",
        "Set TRUSTED_PROXIES to the number of your proxies, or SECURE_SSL_REDIRECT=0.",
    ),
    "zoetrope.E013": (
        lambda: not is_sound(settings.CSAM_SERVICE_URL),
        "No matching and classifying service is named: every film and upload would be held.",
        "Set CSAM_SERVICE_URL to one that speaks docs/csam-service.md, over TLS or on this "
        "machine; CSAM_SERVICE_KEY where it wants one.",
    ),
    "zoetrope.E014": (
        thresholds_missing,
        "Nobody said from which distance two faces are one person: none could be compared.",
        "Set FACE_MATCH_AT and FACE_GREY_AT; manage.py calibrate_faces shows what they do.",
    ),
    "zoetrope.E015": (
        lambda: not assessed(),
        "Enrolment without a detector of presentation attacks: a photo would pass for a person.",
        "Set FACE_LIVENESS_COMMAND, or FACE_KIND=insightface with FACE_LIVENESS; until then nobody "
        "can make a cameo.",
    ),
    "zoetrope.E016": (
        lambda: settings.MEDIA_STORE == "files",
        "Films and recordings are files of this machine: unencrypted, and out of other machines' "
        "sight.",
        "Set MEDIA_STORE=s3 and S3_BUCKET (docs/storage.md).",
    ),
    "zoetrope.E017": (
        lambda: settings.MEDIA_STORE == "s3" and bool(bucket_faults()),
        "The media bucket is not set up as it must be, or does not answer.",
        "Run manage.py prepare_bucket; with --check it says what is wrong.",
    ),
    "zoetrope.E018": (
        _media_go_over_plain_http,
        "Films and recordings go to the store, or to phones, over plain HTTP.",
        "Set S3_ENDPOINT to an https:// address or one of this machine, and S3_PUBLIC_ENDPOINT to "
        "the https:// address under which phones reach the store.",
    ),
    "zoetrope.E019": (
        lambda: push_lacks() is not None,
        "Nothing is pushed: whoever is not in the app hears of no decision and no danger.",
        "Set APNS_KEY or APNS_KEY_FILE, APNS_KEY_ID, APNS_TEAM_ID and APNS_TOPIC "
        "(docs/notifications.md).",
    ),
    "zoetrope.E020": (
        lambda: settings.GUARDIAN_ASSURANCE == "self_declared",
        "Whoever says that they are an adult may watch over a teen.",
        "Leave GUARDIAN_ASSURANCE at staff, or set document (docs/family.md).",
    ),
    "zoetrope.E021": (
        lambda: not settings.SAFETY_DESK_EMAIL,
        'Nobody is called when a teen says "I am not safe".',
        "Set SAFETY_DESK_EMAIL to the address of people who look within hours, on every day.",
    ),
    "zoetrope.E022": (
        _tombstones_lie_anywhere,
        "What was erased is written down on the disk of whichever machine did it, where no other "
        "finds it: a copy of the database that is put back brings people back.",
        "Set TOMBSTONE_BUCKET or TOMBSTONE_COMMAND, or TOMBSTONE_DIR to a disk that web and "
        "workers share and that is not the database's (docs/leaving.md).",
    ),
}


@register(Tags.security, deploy=True)
def production_rules(**_: Any) -> list[CheckMessage]:
    """E001 to E022"""
    return [
        Error(text, hint=hint, id=identity)
        for identity, (is_broken, text, hint) in RULES.items()
        if is_broken()
    ]
