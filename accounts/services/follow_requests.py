"""Asking to follow a private account, and what becomes of it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.events import FollowAccepted, FollowRequested
from accounts.models import Follow, FollowRequest, User
from accounts.policies import follow_person
from accounts.services.pairs import begin_follow, one_at_a_time
from audit.services import record
from lib.actors import Actor
from lib.errors import NotFound
from lib.events import publish

# Ours: whoever said no is not asked by the same person again for so long.
DECLINED_FOR = timedelta(days=30)


def ask(*, actor: User, person: User) -> FollowRequest:
    """`actor` asks; within `follow`, which has checked that they may and holds the lock."""
    now = timezone.now()
    row, is_new = FollowRequest.objects.get_or_create(asker=actor, asked=person)
    answered = row.declined_at is not None and row.declined_at <= now - DECLINED_FOR
    if answered:
        row.declined_at, row.at = None, now
    if answered or row.is_withdrawn:
        row.is_withdrawn = False
        row.save(update_fields=["declined_at", "at", "is_withdrawn"])
    if is_new or answered:
        record("accounts.follow.asked", actor=Actor.person(actor.pk), target=person.public_id)
        publish(FollowRequested(asker_id=actor.pk, asked_id=person.pk))
    return row


def accept(*, actor: User, person: User) -> Follow:
    """`actor` lets `person`, who asked, follow. Raises NotFound where nothing waits, or where they
    may not see `actor` any more."""
    with transaction.atomic():
        one_at_a_time(actor.pk, person.pk)
        _waiting(actor, person)
        if follow_person.refusal(person, actor):
            raise NotFound
        row = begin_follow(follower=person, followed=actor)
        publish(FollowAccepted(asker_id=person.pk, asked_id=actor.pk))
    return row


def decline(*, actor: User, person: User) -> None:
    """`actor` does not let `person` follow, who is told nothing. Raises NotFound."""
    with transaction.atomic():
        one_at_a_time(actor.pk, person.pk)
        row = _waiting(actor, person)
        row.declined_at = timezone.now()
        row.save(update_fields=["declined_at"])
        # Not about `person`: rows about somebody may be shown to them.
        record(
            "accounts.follow.declined",
            actor=Actor.person(actor.pk),
            target=actor.public_id,
            asker=person.public_id,
        )


def withdraw(*, actor: User, person: User) -> None:
    """`actor` does not ask `person` any more; within `unfollow`, which holds the lock."""
    mine = FollowRequest.objects.filter(asker=actor, asked=person)
    mine.filter(declined_at=None).delete()
    mine.update(is_withdrawn=True)


def _waiting(asked: User, asker: User) -> FollowRequest:
    row = FollowRequest.objects.filter(asker=asker, asked=asked, declined_at=None).first()
    if row is None:
        raise NotFound
    return row
