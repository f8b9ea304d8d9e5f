"""Choosing what one is told of."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from inbox.models import NotificationPreferences, PersonLog, SeenMark
from inbox.notices import Category, Channel
from inbox.preferences import DEFAULTS, Preferences, is_fixed
from lib.errors import DomainError, ErrorCode

Choices = Mapping[Category, Mapping[Channel, bool]]


def choose(*, person_id: UUID, wanted: Choices) -> Preferences:
    """Change what is given, all of it or nothing. Raises DomainError `invalid` for what cannot be
    turned off. A first digest tells of what comes from now on."""
    for category, channels in wanted.items():
        for channel, on in channels.items():
            if is_fixed(category, channel) and not on:
                raise DomainError(
                    ErrorCode.INVALID,
                    _("You are always told of this."),
                    attr=f"{category}.{channel}",
                )
    with transaction.atomic():
        row = _locked(person_id)
        choices = {category: dict(channels) for category, channels in row.choices.items()}
        for category, channels in wanted.items():
            choices.setdefault(category.value, {}).update(
                {channel.value: on for channel, on in channels.items()}
            )
        return _save(row, choices)


def end_digests(*, person_id: UUID) -> None:
    """No more mails of this kind, whatever was chosen. Twice is once."""
    with transaction.atomic():
        row = NotificationPreferences.objects.select_for_update().filter(pk=person_id).first()
        if row is not None and row.mails:
            _save(
                row, {name: {**of, Channel.MAIL.value: False} for name, of in row.choices.items()}
            )


def note_relay(*, person_id: UUID, forwards: bool) -> None:
    """Whether Apple forwards mails to them. Once it does again, the next digest tells of what comes
    from then on."""
    with transaction.atomic():
        row = _locked(person_id)
        if forwards and row.relay_is_off:
            row.digest_upto = _last(row)
        row.relay_is_off = not forwards
        row.save(update_fields=["relay_is_off", "digest_upto"])


def forget(*, person_id: UUID) -> None:
    """The account is gone: what they chose, and when they saw what."""
    NotificationPreferences.objects.filter(pk=person_id).delete()
    SeenMark.objects.filter(person_id=person_id).delete()


def _locked(person_id: UUID) -> NotificationPreferences:
    rows = NotificationPreferences.objects.select_for_update()
    return rows.get_or_create(person_id=person_id)[0]


def _save(row: NotificationPreferences, choices: dict[str, dict[str, bool]]) -> Preferences:
    row.choices = {name: kept for name, of in choices.items() if (kept := _unusual(of))}
    chosen = Preferences(row.choices)
    mails = bool(chosen.categories(Channel.MAIL))
    if mails and not row.mails:
        row.digest_upto = _last(row)
    row.mails = mails
    row.save(update_fields=["choices", "mails", "digest_upto"])
    return chosen


def _last(row: NotificationPreferences) -> int:
    log = PersonLog.objects.filter(pk=row.pk).first()
    return log.last if log else 0


def _unusual(channels: Mapping[str, bool]) -> dict[str, bool]:
    return {name: on for name, on in channels.items() if on != DEFAULTS[Channel(name)]}
