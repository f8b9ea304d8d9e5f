"""What the verbs between two people share: their lock, and how a follow begins and ends."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.events import PersonFollowed
from accounts.models import Follow, FollowRequest, User
from audit.services import record
from lib.actors import Actor
from lib.advisory import hold_name
from lib.events import publish


def one_at_a_time(a_id: UUID, b_id: UUID) -> None:
    """Changes between the same two people wait for each other, so that block beats follow."""
    low, high = sorted([str(a_id), str(b_id)])
    hold_name(f"people:{low}:{high}")


def begin_follow(*, follower: User, followed: User) -> Follow:
    """The only way in which a follow begins; what was asked for is answered with it."""
    row, is_new = Follow.objects.get_or_create(follower=follower, followed=followed)
    FollowRequest.objects.filter(asker=follower, asked=followed).delete()
    if is_new:
        record("accounts.follow.made", actor=Actor.person(follower.pk), target=followed.public_id)
        publish(PersonFollowed(follower_id=follower.pk, followed_id=followed.pk))
    return row


def end_follows(which: QuerySet[Follow], *, actor: Actor) -> None:
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
