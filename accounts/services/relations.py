"""Follow and block. Each verb may be said twice; the second time changes nothing."""

from django.db import transaction
from django.db.models import Q

from accounts.ages import is_among_teens_now
from accounts.events import UserBlocked
from accounts.models import Block, Follow, FollowRequest, User
from accounts.policies import follow_person, not_oneself
from accounts.services.follow_requests import ask, withdraw
from accounts.services.pairs import begin_follow, end_follows, one_at_a_time
from audit.services import record
from lib.actors import Actor
from lib.events import publish


def follow(*, actor: User, person: User) -> Follow | FollowRequest:
    """`actor` follows `person`, or asks to where their account is private and they have not said
    yes before. Raises DomainError: oneself, or NotFound when hidden."""
    with transaction.atomic():
        one_at_a_time(actor.pk, person.pk)
        if refusal := follow_person.refusal(actor, person):
            raise refusal
        row = Follow.objects.filter(follower=actor, followed=person).first()
        if row is not None:
            return row
        if User.objects.get(pk=person.pk).keeps_private:
            return ask(actor=actor, person=person)
        return begin_follow(follower=actor, followed=person)


def unfollow(*, actor: User, person: User) -> None:
    """`actor` no longer follows `person`, nor asks to.

    Where a teen ends it, the follow of the teen by whoever is no teen ends too, and what they
    asked: it stood on the teen's.
    """
    with transaction.atomic():
        one_at_a_time(actor.pk, person.pk)
        ending = Q(follower=actor, followed=person)
        if not actor.is_adult and not person.is_among_teens:
            ending |= Q(follower=person, followed=actor)
            FollowRequest.objects.filter(asker=person, asked=actor).delete()
        withdraw(actor=actor, person=person)
        end_follows(Follow.objects.filter(ending), actor=Actor.person(actor.pk))


def remove_follower(*, actor: User, person: User) -> None:
    """`person` no longer follows `actor`, and is not told."""
    with transaction.atomic():
        one_at_a_time(actor.pk, person.pk)
        ending = Follow.objects.filter(follower=person, followed=actor)
        end_follows(ending, actor=Actor.person(actor.pk))


def block(*, actor: User, person: User) -> Block:
    """`actor` and `person` are hidden from each other; follows and requests between them end."""
    if actor.pk == person.pk:
        raise not_oneself()
    with transaction.atomic():
        one_at_a_time(actor.pk, person.pk)
        row, is_new = Block.objects.get_or_create(blocker=actor, blocked=person)
        if is_new:
            between = Q(follower=actor, followed=person) | Q(follower=person, followed=actor)
            end_follows(Follow.objects.filter(between), actor=Actor.person(actor.pk))
            asked = Q(asker=actor, asked=person) | Q(asker=person, asked=actor)
            FollowRequest.objects.filter(asked).delete()
            record("accounts.block.made", actor=Actor.person(actor.pk), target=person.public_id)
            publish(UserBlocked(blocker_id=actor.pk, blocked_id=person.pk))
    return row


def unblock(*, actor: User, person: User) -> None:
    """`actor` no longer blocks `person`; follows do not come back."""
    with transaction.atomic():
        one_at_a_time(actor.pk, person.pk)
        if Block.objects.filter(blocker=actor, blocked=person).delete()[0]:
            record("accounts.block.lifted", actor=Actor.person(actor.pk), target=person.public_id)


def end_follows_by_unknown_adults(*, person: User, actor: Actor) -> None:
    """After somebody turned out to be under 18: of adults, and of whoever said to be one, only whom
    they follow may follow them."""
    followed = Follow.objects.filter(follower=person).values("followed")
    adults = User.objects.exclude(is_among_teens_now())
    unasked = Follow.objects.filter(followed=person, follower__in=adults)
    with transaction.atomic():
        end_follows(unasked.exclude(follower__in=followed), actor=actor)
        asked = FollowRequest.objects.filter(asked=person, asker__in=adults)
        asked.exclude(asker__in=followed).delete()
