"""Follow and block. Each verb may be said twice; the second time changes nothing."""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from accounts.ages import is_adult_now
from accounts.events import PersonFollowed, UserBlocked
from accounts.models import Block, Follow, User
from accounts.policies import follow_person, not_oneself
from audit.services import record
from lib.actors import Actor
from lib.events import publish


def follow(*, actor: User, person: User) -> Follow:
    """`actor` follows `person`. Raises DomainError: oneself, or NotFound when hidden."""
    with transaction.atomic():
        _one_at_a_time(actor.pk, person.pk)
        if refusal := follow_person.refusal(actor, person):
            raise refusal
        row, is_new = Follow.objects.get_or_create(follower=actor, followed=person)
        if is_new:
            record("accounts.follow.made", actor=Actor.person(actor.pk), target=person.public_id)
            publish(PersonFollowed(follower_id=actor.pk, followed_id=person.pk))
    return row


def unfollow(*, actor: User, person: User) -> None:
    """`actor` no longer follows `person`.

    Where a teen ends it, the adult's follow of the teen ends too: it stood on the teen's.
    """
    with transaction.atomic():
        _one_at_a_time(actor.pk, person.pk)
        ending = Q(follower=actor, followed=person)
        if not actor.is_adult and person.is_adult:
            ending |= Q(follower=person, followed=actor)
        _end_follows(Follow.objects.filter(ending), actor=Actor.person(actor.pk))


def block(*, actor: User, person: User) -> Block:
    """`actor` and `person` are hidden from each other; follows between them end."""
    if actor.pk == person.pk:
        raise not_oneself()
    with transaction.atomic():
        _one_at_a_time(actor.pk, person.pk)
        row, is_new = Block.objects.get_or_create(blocker=actor, blocked=person)
        if is_new:
            between = Q(follower=actor, followed=person) | Q(follower=person, followed=actor)
            _end_follows(Follow.objects.filter(between), actor=Actor.person(actor.pk))
            record("accounts.block.made", actor=Actor.person(actor.pk), target=person.public_id)
            publish(UserBlocked(blocker_id=actor.pk, blocked_id=person.pk))
    return row


def unblock(*, actor: User, person: User) -> None:
    """`actor` no longer blocks `person`; follows do not come back."""
    with transaction.atomic():
        _one_at_a_time(actor.pk, person.pk)
        if Block.objects.filter(blocker=actor, blocked=person).delete()[0]:
            record("accounts.block.lifted", actor=Actor.person(actor.pk), target=person.public_id)


def end_follows_by_unknown_adults(*, person: User, actor: Actor) -> None:
    """After somebody turned out to be under 18: only adults whom they follow may follow them."""
    followed = Follow.objects.filter(follower=person).values("followed")
    adults = User.objects.filter(is_adult_now())
    unasked = Follow.objects.filter(followed=person, follower__in=adults)
    with transaction.atomic():
        _end_follows(unasked.exclude(follower__in=followed), actor=actor)


def _end_follows(which: QuerySet[Follow], *, actor: Actor) -> None:
    """The only way in which a follow ends while both accounts stand: each leaves a row."""
    for row in list(which.select_related("follower", "followed")):
        # Nothing to delete: somebody else ended it meanwhile, and recorded it.
        if row.delete()[0]:
            record(
                "accounts.follow.ended",
                actor=actor,
                target=row.followed.public_id,
                follower=row.follower.public_id,
            )


def _one_at_a_time(a_id: UUID, b_id: UUID) -> None:
    """Changes between the same two people wait for each other, so that block beats follow."""
    low, high = sorted([str(a_id), str(b_id)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"people:{low}:{high}"]
        )
