"""What must hold of every row of Post, said to the database."""

from django.db import models
from django.db.models import Q

from feed.states import LIVE, PostState

SHOWN_ONCE = [PostState.PUBLISHED, PostState.TAKEN_DOWN]

POST_CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(
        fields=["draft"], name="one_live_post_for_a_draft", condition=Q(state__in=sorted(LIVE))
    ),
    models.CheckConstraint(
        name="a_post_that_is_not_deleted_has_its_draft",
        condition=Q(state=PostState.DELETED) | Q(draft__isnull=False),
    ),
    # No post is seen without a rating, the policy it was rated by, and the profile's stamp (law 1).
    models.CheckConstraint(
        name="a_post_that_was_published_is_rated_and_stamped",
        condition=~Q(state__in=SHOWN_ONCE)
        | (
            Q(published_at__isnull=False)
            & ~Q(rating="")
            & ~Q(policy_version="")
            & ~Q(screened_as="")
        ),
    ),
    # A post that its author deleted while it was taken down keeps the moment: undoing needs it.
    models.CheckConstraint(
        name="a_post_is_taken_down_since_a_moment",
        condition=Q(state=PostState.DELETED)
        | (Q(state=PostState.TAKEN_DOWN) & Q(taken_down_at__isnull=False))
        | (~Q(state=PostState.TAKEN_DOWN) & Q(taken_down_at__isnull=True)),
    ),
    models.CheckConstraint(
        name="a_deleted_post_has_an_end_and_no_words",
        condition=(
            Q(state=PostState.DELETED) & Q(deleted_at__isnull=False) & Q(caption__isnull=True)
        )
        | (~Q(state=PostState.DELETED) & Q(deleted_at__isnull=True)),
    ),
    models.CheckConstraint(
        name="a_refused_post_says_why_it_was_refused",
        condition=(Q(state=PostState.REFUSED) & ~Q(refused_as=""))
        | Q(state=PostState.DELETED)
        | (~Q(state=PostState.REFUSED) & Q(refused_as="")),
    ),
    models.CheckConstraint(
        name="only_a_post_being_screened_is_looked_at_again",
        condition=Q(rescan_at=None) | Q(state=PostState.SCREENING),
    ),
]

POST_INDEXES = [
    models.Index(
        fields=["-published_at", "-id"],
        name="posts_of_the_public_feed",
        condition=Q(state=PostState.PUBLISHED, rating="everyone"),
    ),
    models.Index(fields=["author", "-created_at", "-id"], name="posts_of_a_person_newest"),
    models.Index(
        fields=["rescan_at"],
        name="posts_to_be_looked_at_again",
        condition=Q(rescan_at__isnull=False),
    ),
    models.Index(
        fields=["created_at"],
        name="posts_screened_longest",
        condition=Q(state=PostState.SCREENING),
    ),
    models.Index(
        fields=["policy_version", "-published_at"],
        name="posts_by_policy",
        condition=Q(state=PostState.PUBLISHED),
    ),
]
