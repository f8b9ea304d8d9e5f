"""How long lib's tables and those of other people's packages keep what they hold of people."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django_dramatiq.models import Task

from lib.idempotency.models import StoredAnswer
from lib.idempotency.services import KEPT as ANSWERS_KEPT
from lib.outbox.models import OutboxMessage
from lib.outbox.services import SENT_KEPT
from lib.retention import SWEEPER, Fate, Rule, Sweep

DELETION = "accounts.services.deletion.delete_account"
APPLE = "accounts.services.apple.end_with_account"
SESSIONS = "accounts.services.sessions.forget_sessions"
DAY = timedelta(days=1)
STAFF_LOG_KEPT = timedelta(days=365)  # ours: none is written; what a package would write ends

RULES = (
    Rule(EmailAddress, Fate.ERASED, "The address of an account.", ("user",), DELETION),
    Rule(
        EmailConfirmation,
        Fate.ERASED,
        "With its address; codes stand in sessions, so that none is written.",
        ("email_address__user",),
        DELETION,
        DAY * 7,
        SWEEPER,
        sweep=Sweep("created"),
    ),
    Rule(Authenticator, Fate.ERASED, "A second factor.", ("user",), DELETION),
    Rule(SocialAccount, Fate.ERASED, "Who somebody is at Apple.", ("user",), APPLE),
    Rule(SocialToken, Fate.ERASED, "Never written.", ("account__user",), APPLE),
    Rule(UserSession, Fate.ERASED, "A device that is signed in.", ("user",), SESSIONS),
    Rule(
        Session,
        Fate.ERASED,
        "What a device is signed in as; an address while somebody signs up.",
        ("session_data",),
        SESSIONS,
        timedelta(seconds=settings.SESSION_COOKIE_AGE) + DAY,
        "forget_sessions",
    ),
    Rule(
        StoredAnswer,
        Fate.ERASED,
        "An answer, to be given again for a day, sealed.",
        ("owner_id",),
        "generation.work.people.erase_person",
        ANSWERS_KEPT + DAY,
        "forget_old_rows",
    ),
    Rule(
        OutboxMessage,
        Fate.COMMITMENT,
        "The name of a task, and ids.",
        ("args",),
        "",
        SENT_KEPT + DAY,
        "forget_old_rows",
    ),
    Rule(
        LogEntry,
        Fate.KEPT,
        "Django's own log of staff's forms; our pages write none.",
        ("user",),
        "",
        STAFF_LOG_KEPT,
        SWEEPER,
        "legitimate interest (GDPR Art. 6(1)(f)): what staff did can be looked up",
        Sweep("action_time"),
    ),
    Rule(Task, Fate.NOBODYS, "Never written: the middleware that stores messages is left out."),
    Rule(SocialApp, Fate.NOBODYS, "Never written: apps stand in the settings."),
    Rule(Group, Fate.NOBODYS, "Named by operators, for staff."),
    Rule(Group.permissions.through, Fate.NOBODYS, "Which group may do what."),
    Rule(Permission, Fate.NOBODYS, "Written by programmers."),
    Rule(ContentType, Fate.NOBODYS, "Names of models, written by programmers."),
)
