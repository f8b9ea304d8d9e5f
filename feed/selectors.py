"""Reading, always as somebody: missing and not for your eyes are the same NotFound."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.safeguards import Limit, Safeguards
from accounts.selectors import feed_authors_for
from cameos.reading import likenesses, unseen
from feed import hidden
from feed.gates import feed_of
from feed.models import Like, Post
from feed.models.holds import PostHoldKind, held, labels_held
from feed.models.posts import FILM
from feed.states import PostState
from generation.holding import film_bounds
from generation.models import Draft, Source
from lib.errors import NotFound
from lib.selecting import one_of


def latest_for(viewer: User, limits: Safeguards) -> QuerySet[Post]:
    """The public feed for `viewer`, whose limits these are: where they ask for it, no more of it
    than what the people posted whom they follow, and themself."""
    posts = Post.objects.public_feed(viewer)
    if feed_of("chronological", limits.value(Limit.FEED)) == "following":
        posts = posts.filter(Q(author__in=_followed_by(viewer)) | Q(author=viewer))
    return _with_parts(posts, Post.objects.visible_to(viewer, limits), viewer)


def following_for(viewer: User, limits: Safeguards) -> QuerySet[Post]:
    """What the people published whom `viewer` follows and did not mute."""
    seen = Post.objects.visible_to(viewer, limits)
    theirs = seen.filter(author__in=_followed_by(viewer), state=PostState.PUBLISHED)
    return _with_parts(theirs.filter(author__in=feed_authors_for(viewer)), seen, viewer)


def posts_of(person: User, *, viewer: User, limits: Safeguards) -> QuerySet[Post]:
    """Somebody's posts as far as `viewer` may see them."""
    seen = Post.objects.visible_to(viewer, limits)
    return _with_parts(seen.filter(author=person), seen, viewer)


def own_posts(author: User) -> QuerySet[Post]:
    """All that somebody published and still sees, whoever else does."""
    seen = Post.objects.visible_to(author)
    return _with_parts(seen.filter(author=author), seen, author)


def post_for(viewer: User, *, post_id: UUID, limits: Safeguards | None = None) -> Post:
    """Raises NotFound. `limits`: those of `viewer`, where they were read."""
    seen = Post.objects.visible_to(viewer, limits)
    return one_of(_with_parts(seen, seen, viewer), post_id)


def refuse_unseen(draft_id: UUID) -> None:
    """An answer that was kept must not show a film that nobody sees since. Raises NotFound."""
    if Draft.objects.filter(unseen(OuterRef("job_id")), pk=draft_id).exists():
        raise NotFound


def _followed_by(viewer: User) -> QuerySet[Any, Any]:
    return viewer.follows_made.values("followed")


def _with_parts(posts: QuerySet[Post], seen: QuerySet[Post], viewer: User) -> QuerySet[Post]:
    """With all that an answer shows, in two queries for any number of posts; never the prompt.
    `seen`: all that `viewer` may see, for what else is named."""
    likes = (
        Like.objects.filter(post=OuterRef("pk"), person__closed_at=None).order_by().values("post")
    )
    mine = Like.objects.filter(post=OuterRef("pk"), person=viewer.pk)
    counted = posts.annotate(
        like_count=Coalesce(Subquery(likes.annotate(n=Count("pk")).values("n")), 0),
        liked_by_me=Exists(mine),
        likenesses=likenesses(FILM, viewer),
        remix_of=_remix_of(seen),
        advisories=labels_held(),
        hidden_by=hidden.rows_for(viewer.pk),
        moved_to_adults=held(PostHoldKind.ADULTS),
        **film_bounds(FILM),
    )
    related = counted.select_related("author", "draft__job").defer("draft__job__prompt")
    return related.prefetch_related("draft__job__assets")


def _remix_of(seen: QuerySet[Post]) -> Subquery:
    """The post of the first film that a post's was made out of, where it is `seen`."""
    first = Source.objects.filter(job=OuterRef(OuterRef("draft__job"))).order_by("position")
    shown = seen.filter(state=PostState.PUBLISHED, draft__job=Subquery(first.values("source")[:1]))
    return Subquery(shown.order_by("published_at", "pk").values("pk")[:1])
