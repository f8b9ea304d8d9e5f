"""Telling people things in tests, as rooms do."""

from typing import Any

from django.db import transaction

from inbox.services import notify
from lib.ids import IdKind, encode, new_id


def follow(person: Any, by: Any) -> int:
    """A category that can be turned off, with an actor."""
    with transaction.atomic():
        return notify(
            person_id=person.pk,
            type="person.followed",
            data={"follower": by.public_id},
            about=by.pk,
            actor_id=by.pk,
        )


def lost(person: Any) -> int:
    """A category that can be turned off, without an actor."""
    draft = {
        "draft": encode(IdKind.VIDEO, new_id()),
        "generation": encode(IdKind.GENERATION, new_id()),
    }
    with transaction.atomic():
        return notify(person_id=person.pk, type="draft.lost", data=draft)


def decided(person: Any) -> int:
    """What a person must know to act; it makes no sound in quiet hours."""
    with transaction.atomic():
        return notify(
            person_id=person.pk, type="age.appeal_decided", data={"band": "13_17", "changed": False}
        )


def alarmed(person: Any) -> int:
    """Safety: heard at any hour."""
    with transaction.atomic():
        return notify(person_id=person.pk, type="family.guardians_alerted", data={"code": CODE})


def moved_on(person: Any) -> int:
    """An event that nobody reads."""
    with transaction.atomic():
        return notify(person_id=person.pk, type="safeguards.changed", data={})


CODE = "danger"
