"""Fields of lib's tables and of other people's packages: none of them shows words to others."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django_dramatiq.models import Task

from lib.idempotency.models import StoredAnswer
from lib.outbox.models import OutboxMessage
from lib.surfaces import Exempt

SAID = (
    Exempt(OutboxMessage, ("actor_name", "args"), "the name of a task, and ids"),
    Exempt(
        StoredAnswer,
        ("route", "key", "fingerprint", "answer"),
        "an answer that was given, for whoever got it to get again within a day",
    ),
    Exempt(EmailAddress, ("email",), "an address, shown to its owner alone"),
    Exempt(EmailConfirmation, ("key",), "a random key"),
    Exempt(Authenticator, ("data",), "secrets of a second factor, shown to nobody"),
    Exempt(
        UserSession,
        ("session_key", "user_agent", "data"),
        "a key, and how a device calls itself, shown to its owner alone",
    ),
    Exempt(SocialAccount, ("provider", "uid", "extra_data"), "who somebody is at Apple, an id"),
    Exempt(
        SocialApp,
        ("provider", "provider_id", "name", "client_id", "secret", "key", "settings"),
        "never written: apps stand in the settings",
    ),
    Exempt(SocialToken, ("token", "token_secret"), "never written: SOCIALACCOUNT_STORE_TOKENS"),
    Exempt(Session, ("session_key", "session_data"), "a key, and signed data of the server"),
    Exempt(Group, ("name",), "named by operators, for staff"),
    Exempt(Permission, ("name", "codename"), "written by programmers, for staff"),
    Exempt(ContentType, ("app_label", "model"), "names of models, written by programmers"),
    Exempt(
        LogEntry,
        ("object_id", "object_repr", "change_message"),
        "Django's own log of staff's forms; our pages write none",
    ),
    Exempt(
        Task,
        ("message_data", "actor_name", "queue_name"),
        "never written: the middleware that stores messages is left out",
    ),
)
