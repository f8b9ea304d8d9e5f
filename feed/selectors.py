"""Reading, always as somebody: missing and not for your eyes are the same NotFound."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.selectors import feed_authors_for, person_by_handle
from cameos.reading import hidden, likenesses
from feed.models import Like, Post
from feed.models.holds import PostHoldKind, held, labels_held
from feed.models.posts import FILM
from feed.states import PostState
from generation.holding import film_bounds
from generation.models import Draft, Source
from lib.errors import NotFound
from lib.selecting import one_of


def latest_for(viewer: User) -> QuerySet[Post]:
    """The public feed for `viewer`."""
    return _with_parts(Post.objects.public_feed(viewer), viewer)


def by_followed(viewer: User) -> Q:
    """`Post` rows of the people whom `viewer` follows, and of themself."""
    return Q(author__in=viewer.follows_made.values("followed")) | Q(author=viewer)


def following_for(viewer: User) -> QuerySet[Post]:
    """What the people published whom `viewer` follows and did not mute."""
    theirs = Q(author__in=viewer.follows_made.values("followed"), state=PostState.PUBLISHED)
    heard = Post.objects.visible_to(viewer).filter(theirs, author__in=feed_authors_for(viewer))
    return _with_parts(heard, viewer)


def posts_of(handle: str, *, viewer: User) -> QuerySet[Post]:
    """Somebody's posts as far as `viewer` may see them. Raises NotFound for a hidden person."""
    person = person_by_handle(handle, viewer=viewer)
    return _with_parts(Post.objects.visible_to(viewer).filter(author=person), viewer)


def post_for(viewer: User, *, post_id: UUID) -> Post:
    """Raises NotFound."""
    return one_of(_with_parts(Post.objects.visible_to(viewer), viewer), post_id)


def refuse_withdrawn(draft_id: UUID) -> None:
    """An answer that was kept must not show a film in which somebody withdrew their consent since.
    Raises NotFound."""
    if Draft.objects.filter(hidden(OuterRef("job_id")), pk=draft_id).exists():
        raise NotFound


def _with_parts(posts: QuerySet[Post], viewer: User) -> QuerySet[Post]:
    """With all that an answer shows, in two queries for any number of posts; never the prompt."""
    likes = Like.objects.filter(post=OuterRef("pk")).order_by().values("post")
    mine = Like.objects.filter(post=OuterRef("pk"), person=viewer.pk)
    counted = posts.annotate(
        like_count=Coalesce(Subquery(likes.annotate(n=Count("pk")).values("n")), 0),
        liked_by_me=Exists(mine),
        likenesses=likenesses(FILM, viewer),
        remix_of=_remix_of(viewer),
        advisories=labels_held(),
        moved_to_adults=held(PostHoldKind.ADULTS),
        **film_bounds(FILM),
    )
    related = counted.select_related("author", "draft__job").defer("draft__job__prompt")
    return related.prefetch_related("draft__job__assets")


def _remix_of(viewer: User) -> Subquery:
    """The post of the first film that a post's was made out of, where `viewer` may see it."""
    first = Source.objects.filter(job=OuterRef(OuterRef("draft__job"))).order_by("position")
    shown = Post.objects.visible_to(viewer).filter(
        state=PostState.PUBLISHED, draft__job=Subquery(first.values("source")[:1])
    )
    return Subquery(shown.order_by("published_at", "pk").values("pk")[:1])
