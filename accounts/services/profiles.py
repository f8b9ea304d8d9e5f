"""What people say about themselves."""

import unicodedata
from datetime import timedelta
from math import ceil

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.handles import holds
from accounts.handles.folding import fold
from accounts.handles.rules import handle_refusal, taken
from accounts.models import ProfileField, User
from accounts.services.impersonation import refuse_while_marked
from accounts.services.profile_texts import FIELDS_OF, propose, waiting_texts
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

# Ours: seldom enough that nobody collects handles or runs from a reputation.
HANDLE_CHANGE_EVERY = timedelta(days=14)
# Joins emoji and some scripts' letters; everything else of its category can disguise text.
JOINERS = {"\u200c", "\u200d"}


def update_profile(
    *,
    person: User,
    display_name: str | None = None,
    bio: str | None = None,
    handle: str | None = None,
    is_private: bool | None = None,
) -> User:
    """Change what is given, leave the rest; others see new words once they were judged. Raises
    DomainError or HandleRefused; `minor_policy` for a teen's account that shall be public."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if display_name is not None or handle is not None:
            refuse_while_marked(person)
        changed: list[str] = []
        waits: list[str] = []
        shown = {one.value: getattr(person, one) for one in ProfileField} | waiting_texts(person)
        for field, text in zip(ProfileField, (display_name, bio), strict=True):
            if text is not None and text != shown[field]:
                _refuse_disguise(text, field)
                if propose(person, field, text):
                    changed += FIELDS_OF[field]
                else:
                    waits.append(field.value)
        if handle is not None and handle != person.handle:
            changed += _change_handle(person, handle)
        if is_private is not None and is_private != person.keeps_private:
            changed += _change_privacy(person, is_private)
        if changed:
            _save(person, changed)
        if changed or waits:
            record(
                "accounts.profile.updated",
                actor=Actor.person(person.pk),
                target=person.public_id,
                fields=",".join([*waits, *changed]),
            )
    return person


def _change_handle(person: User, handle: str) -> list[str]:
    email = person.email or ""
    if refusal := handle_refusal(handle, for_email=email):
        raise refusal
    key = fold(handle)
    if key == person.handle_key:
        person.handle = handle
        return ["handle"]
    now = timezone.now()
    if person.handle_changed_at and now - person.handle_changed_at < HANDLE_CHANGE_EVERY:
        wait = person.handle_changed_at + HANDLE_CHANGE_EVERY - now
        raise DomainError(
            ErrorCode.THROTTLED,
            _("A handle can be changed once in fourteen days."),
            attr="handle",
            retry_after=ceil(wait.total_seconds()),
        )
    holds.hold(person.handle_key, lasting=holds.AFTER_DELETION, only_for=email)
    person.handle, person.handle_key, person.handle_changed_at = handle, key, now
    return ["handle", "handle_key", "handle_changed_at"]


def _change_privacy(person: User, is_private: bool) -> list[str]:
    """Who follows and who asked stays; from now on others follow at once, or ask."""
    if not is_private and not person.is_adult:
        raise DomainError(
            ErrorCode.MINOR_POLICY,
            _("Accounts of people under 18 are private."),
            attr="is_private",
        )
    person.is_private = is_private
    return ["is_private"]


def _save(person: User, fields: list[str]) -> None:
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError:
        raise taken() from None


def _refuse_disguise(text: str, field: str) -> None:
    """Control and direction characters could make one name look like another."""
    for char in text:
        if char == "\n" and field == "bio":
            continue
        if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs") and char not in JOINERS:
            raise DomainError(
                ErrorCode.INVALID_CHARACTERS,
                _("Invisible characters cannot be used here."),
                attr=field,
            )
