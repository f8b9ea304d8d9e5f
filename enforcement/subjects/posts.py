"""A published video, for whoever sees it."""

import itertools
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Block, User
from accounts.models.standings import stands_now
from accounts.policies import see_work
from cameos.reading import kept_apart, out_of_reach
from enforcement.limits import GONE_REPORTABLE
from enforcement.subjects.base import Seen, Target
from enforcement.subjects.films import (
    files_of_film,
    labels_of_film,
    length_of,
    lent_by,
    lent_to,
    permission_of_film,
    texts_of_film,
)
from enforcement.subjects.kinds import SubjectKind
from feed.models import Post, PostHoldKind, PostRating
from feed.models.holds import held
from feed.models.posts import FILM
from feed.states import PostState


class PostSubject:
    """Also for as long as it is gone lately: taken down, or deleted by its author (E8)."""

    kind = SubjectKind.POST

    def reportable_by(self, viewer: User | None, key: UUID) -> Target | None:
        """What is there for the viewer, then what was; one's own too, of which the caller tells
        that it is one's own."""
        post = _there(viewer).filter(pk=key).first() or _gone(viewer).filter(pk=key).first()
        return _target(post)

    def there(self, viewer: User, keys: Collection[UUID]) -> set[UUID]:
        """Those that are hidden until somebody decides are not gone."""
        rows = (shown(viewer).filter(pk__in=keys).select_related("author") for shown in _BOTH)
        return {post.pk for post in itertools.chain(*rows) if not _is_gone(post)}

    def known(self, key: UUID) -> Target | None:
        """Whatever was ever shown to others."""
        return _target(Post.objects.filter(published_at__isnull=False, pk=key).first())

    def shows(self, key: UUID, person: User) -> bool:
        """By the capabilities of its film."""
        film = Post.objects.filter(pk=key, draft__isnull=False).values_list("draft__job_id")
        return any(lent_by(job_id, person) for (job_id,) in film)

    def seen(self, key: UUID) -> Seen:
        """Caption, prompt, labels, consent, and the files of its film while there are any."""
        post = Post.objects.select_related("draft__job").filter(pk=key).first()
        if post is None:  # erased since it was found
            return Seen()
        texts = {"caption": post.caption} if post.caption else {}
        labels = _labels(post)
        if post.draft is None:
            return Seen(texts=texts, labels=labels)
        job = post.draft.job
        return Seen(
            texts=texts | texts_of_film(job),
            labels=labels | labels_of_film(job),
            permission=permission_of_film(job.pk),
            media=files_of_film(job.pk),
        )


def _there(viewer: User | None) -> Any:
    return Post.objects.visible_to(viewer).filter(published_at__isnull=False)


def _gone(viewer: User | None) -> Any:
    """Shown to others once, gone lately, and seen by this viewer if it were there: the same rules
    of people, age, blocks and reach as of `Post.objects.visible_to`, asked of now; and what
    disappeared for a viewer because they blocked its author, which is what people do first."""
    since = timezone.now() - GONE_REPORTABLE
    lately = Q(state=PostState.DELETED, deleted_at__gte=since) | Q(
        state=PostState.TAKEN_DOWN, taken_down_at__gte=since
    )
    # Somebody was faster.
    lately |= Q(held(PostHoldKind.HIDDEN), state=PostState.PUBLISHED)
    # Its author was sanctioned, or is leaving: who posts and closes their account is reported too.
    lately |= Q(state=PostState.PUBLISHED) & ~stands_now("author__")
    if viewer is not None:
        own_block = Block.objects.filter(blocker=viewer.pk, blocked=OuterRef("author"))
        lately |= Q(Exists(own_block), state=PostState.PUBLISHED)
        # They are in it, and nobody sees it any more, as since they took their consent back.
        lately |= Q(lent_to(FILM, viewer), state=PostState.PUBLISHED)
    authors = see_work.queryset(viewer, shut_out=True)
    posts = Post.objects.filter(lately, published_at__isnull=False, author__in=authors)
    posts = posts.exclude(out_of_reach(FILM, viewer))
    if viewer is not None:
        posts = posts.exclude(kept_apart(FILM, viewer, by_others=True))
    if viewer is None or not viewer.is_adult:
        posts = posts.filter(rating=PostRating.EVERYONE)
    return posts


_BOTH = (_there, _gone)


def _is_gone(post: Post) -> bool:
    return post.state in (PostState.DELETED, PostState.TAKEN_DOWN) or not post.author.stands


def _target(post: Post | None) -> Target | None:
    if post is None:
        return None
    job_id = post.draft.job_id if post.draft else None
    return Target(SubjectKind.POST, post.pk, post.author_id, length_of(job_id), _is_gone(post))


def _labels(post: Post) -> dict[str, Any]:
    return {
        "state": post.state,
        "rating": post.rating,
        "policy_version": post.policy_version,
        "published_at": post.published_at.isoformat() if post.published_at else None,
    }
