from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone

from accounts.ages import is_adult_now
from accounts.models import User
from accounts.safeguards import Limit, Safeguards, effective
from accounts.selectors import feed_authors_for, work_visible_to
from cameos.reading import kept_apart, out_of_public, out_of_reach, unseen
from feed.models.holds import PostHoldKind, held
from feed.models.post_rules import POST_CONSTRAINTS, POST_INDEXES
from feed.models.transitions import PostTransition
from feed.states import GRAPH, UNPROVEN, PostState
from generation.failures import FailureCode
from generation.models import Draft, withdrawn
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful
from moderation.policy.loading import current_policy

FILM = OuterRef("draft__job_id")


class PostRating(models.TextChoices):
    """For whom a post is fit, by the policy that it names."""

    EVERYONE = "everyone"
    ADULTS = "adults"


class PostQuerySet(models.QuerySet["Post"]):
    """Fetching is authorising, and all of it is asked at read (F10): nothing is fanned out."""

    def visible_to(self, viewer: User | None, limits: Safeguards | None = None) -> Self:
        """What `viewer` (None: a guest) may see anywhere, on profiles too; `limits`: theirs, where
        they were read.

        Of others: what is published and rated by the policy in force, by people whom they may see
        (blocks both ways, teens' discovery) and, where an account is private, follow; fit for them,
        of nobody with whom a block keeps them apart, and within the reach that everybody in it set.
        Of their own: whatever they have not deleted. Nothing in which somebody withdrew their
        consent, or is leaving, or a parent took the store's back.
        """
        seen = _shown() & Q(author__in=work_visible_to(viewer)) & _fit_for(viewer, limits)
        seen &= ~Q(out_of_reach(FILM, viewer))
        posts = self.exclude(unseen(FILM, viewer))
        if viewer is None:
            return posts.filter(seen)
        seen &= ~Q(kept_apart(FILM, viewer))
        return posts.filter(seen | Q(author_id=viewer.pk) & ~Q(state=PostState.DELETED))

    def public_feed(self, viewer: User | None) -> Self:
        """What `viewer` finds in the public feed: what under-18 policy allows by its present
        version, whatever their age (F1, F2), one's own included; nothing for friends alone, nothing
        of whom they muted, and of private accounts only those that they follow."""
        posts = self.exclude(out_of_public(FILM) | held(PostHoldKind.LIMITED, PostHoldKind.ADULTS))
        posts = posts.filter(
            _shown(),
            author__in=feed_authors_for(viewer),
            rating=PostRating.EVERYONE,
        )
        if viewer is None:
            return posts
        return posts.filter(~Q(kept_apart(FILM, viewer)) | Q(author_id=viewer.pk))

    def stale(self) -> Self:
        """What is published and was rated by a policy that is no longer in force."""
        return self.filter(state=PostState.PUBLISHED).exclude(
            policy_version=current_policy().version
        )


class Post(Stateful, TypedIdModel):
    """A draft that its maker showed to others, with a caption.

    `rating`, `policy_version` and `screened_as` are of one moment: for whom it was fit, by which
    policy, under which profile. `rescan_at` is when a caption that nobody could assess is looked at
    again; empty while a person is asked. `put_through_at`: when staff found it fine for adults for
    all that it lacks. A deleted post keeps no words and, once the draft's
    rows are erased, no draft.
    """

    id_kind = IdKind.POST
    state_graph = GRAPH
    transition_model = PostTransition

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts"
    )
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, related_name="posts")
    caption = EncryptedTextField(null=True)
    state = models.CharField(max_length=16, choices=PostState, default=GRAPH.initial)
    rating = models.CharField(max_length=16, choices=PostRating, blank=True)
    policy_version = models.CharField(max_length=32, blank=True)
    screened_as = models.CharField(max_length=16, blank=True)
    refused_as = models.CharField(max_length=32, choices=FailureCode, blank=True)
    depicts_minor = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    rescan_at = models.DateTimeField(null=True)
    put_through_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = POST_CONSTRAINTS
        indexes: ClassVar[list[models.Index]] = POST_INDEXES
        permissions = (("reinstate_post", "Can reinstate a post, and put a withheld one through"),)

    @property
    def is_withheld(self) -> bool:
        """Published, and shown to nobody but its author until more of it is assessed."""
        return self.state == PostState.PUBLISHED and self.policy_version == UNPROVEN

    @property
    def shows_files(self) -> bool:
        """Whether addresses of its files are given to those who may see it.

        Not while it is taken down or refused, nor, under production, with another profile's stamp.
        """
        if self.state == PostState.SCREENING:
            return True
        stamped = self.screened_as == "production" or not settings.PRODUCTION
        return self.state == PostState.PUBLISHED and stamped


def _shown() -> Q:
    """Published, and rated by the policy in force: what an older one said counts for nobody (F2).
    Nothing that is made of a film which was taken down, nor what is hidden until somebody decided.
    Under production nothing that another
    profile let through (law 1)."""
    published = Q(state=PostState.PUBLISHED, policy_version=current_policy().version)
    published &= ~Q(withdrawn(FILM)) & ~Q(held(PostHoldKind.HIDDEN))
    return published & Q(screened_as="production") if settings.PRODUCTION else published


def _fit_for(viewer: User | None, limits: Safeguards | None) -> Q:
    """To adults also what is for adults, if an adult made it, unless they limit themselves; to all
    others what is for all. A decision may move a post to adults, or away from everybody else."""
    for_all = Q(rating=PostRating.EVERYONE) & ~Q(held(PostHoldKind.ADULTS))
    if viewer is None or not viewer.is_adult:
        return for_all & ~Q(held(PostHoldKind.LIMITED))
    if not (limits or effective(viewer)).permits(Limit.CONTENT, "adult"):
        return for_all
    return for_all | Q(author__in=User.objects.filter(is_adult_now()))
