"""Who may see and follow whom: each rule serves a question about one person and a queryset."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.ages import is_adult_now
from accounts.models import Block, Follow, Mute, SafeguardSettings, User
from accounts.models.standings import stands_now
from accounts.safeguards import SCALES, Limit
from accounts.safeguards.gates import Gate, declare
from lib.errors import DomainError, ErrorCode, NotFound


class SeePerson:
    """Whose profile a viewer may see; to everybody else that person does not exist (law 4).

    Members whose account stands, unless either blocked the other. A person who counts as under
    18, which unknown age does, or who chose so, is seen by adults and guests only if that person
    follows them (F11): the teen makes the first step, so a mutual follow is included. Whoever said
    to be an adult and only seems to be a teen has the limits of both. One sees oneself.
    """

    def queryset(self, viewer: User | None, *, shut_out: bool = False) -> QuerySet[User]:
        """Everyone whom `viewer` (None: a guest) may see; with `shut_out` also whom they might,
        were it not for a sanction of ours, that they are leaving, or that `viewer` blocked them."""
        members = User.objects.filter(joined_at__isnull=False, deleted_at=None)
        members = members if shut_out else members.filter(stands_now())
        if viewer is None:
            return members.filter(open_to_adults(Limit.DISCOVERABLE_BY))
        blocks = _blocks_with(viewer.pk)
        allowed = ~Exists(blocks.exclude(blocker=viewer.pk) if shut_out else blocks)
        if viewer.is_among_teens:
            return members.filter(Q(pk=viewer.pk) | Q(allowed))
        follows_viewer = Exists(Follow.objects.filter(follower=OuterRef("pk"), followed=viewer.pk))
        reachable = open_to_adults(Limit.DISCOVERABLE_BY) | Q(follows_viewer)
        return members.filter(Q(pk=viewer.pk) | (Q(allowed) & reachable))

    def allows(self, viewer: User | None, person: User) -> bool:
        """Whether `viewer` may see `person`."""
        return self.queryset(viewer).filter(pk=person.pk).exists()


class SeeWork:
    """Whose posts a viewer may see: of the people whom they see, those whose accounts are public,
    whom they follow, and themself. Who counts as under 18 is always private (A13)."""

    def queryset(self, viewer: User | None, *, shut_out: bool = False) -> QuerySet[User]:
        """Everyone whose posts `viewer` (None: a guest) may see; `shut_out` as of SeePerson."""
        people = see_person.queryset(viewer, shut_out=shut_out)
        public = Q(is_private=False) & is_adult_now()
        if viewer is None:
            return people.filter(public)
        followed = Exists(Follow.objects.filter(follower=viewer.pk, followed=OuterRef("pk")))
        return people.filter(public | Q(pk=viewer.pk) | followed)

    def allows(self, viewer: User | None, person: User) -> bool:
        """Whether `viewer` may see the posts of `person`."""
        return self.queryset(viewer).filter(pk=person.pk).exists()


def unmuted(people: QuerySet[User], viewer: User | None) -> QuerySet[User]:
    """Of `people` those whom `viewer` did not mute: what finds its way to them unasked."""
    if viewer is None:
        return people
    muted = Mute.objects.filter(muter=viewer.pk, muted=OuterRef("pk"))
    return people.exclude(Exists(muted))


class FollowPerson:
    """Whom one may follow: whoever one may see, but not oneself.

    So an adult asks to follow a teen, and whoever chose so, only after they followed first. Whether
    they follow at once or ask is `User.keeps_private`.
    """

    def queryset(self, viewer: User) -> QuerySet[User]:
        """Everyone whom `viewer` may follow."""
        people = see_person.queryset(viewer).exclude(pk=viewer.pk)
        if viewer.is_among_teens:
            return people
        follows_viewer = Exists(Follow.objects.filter(follower=OuterRef("pk"), followed=viewer.pk))
        return people.filter(open_to_adults(Limit.FOLLOWED_BY) | Q(follows_viewer))

    def refusal(self, viewer: User, person: User) -> DomainError | None:
        """Why `viewer` may not follow `person`, or None."""
        # One cannot be one's own follower.
        if viewer.pk == person.pk:
            return not_oneself()
        # Hidden people cannot be followed, and are not told apart from missing ones.
        if not see_person.allows(viewer, person):
            return NotFound()
        # They chose to be followed by adults whom they follow, and by no other.
        if not self.queryset(viewer).filter(pk=person.pk).exists():
            return DomainError(ErrorCode.PERMISSION_DENIED, _("They let only some follow them."))
        return None


def open_to_adults(limit: Limit) -> Q:
    """`User` rows whose own limit of being found or followed lets in adults whom they do not
    follow: of adults, unless they chose otherwise. No other layer tightens these two."""
    chosen = {f"choices__{limit.value}": SCALES[limit][0]}
    stricter = SafeguardSettings.objects.filter(person=OuterRef("pk"), **chosen)
    return is_adult_now() & ~Q(Exists(stricter))


FINDING = declare(
    Gate(
        "finding",
        ("GET /people/<str:handle>", "GET /feeds/latest", "GET /people/<str:handle>/posts"),
        narrows=(Limit.DISCOVERABLE_BY,),
        how="of the person who is found; missing and hidden are the same 404",
    )
)
FOLLOWING = declare(
    Gate(
        "following",
        ("PUT /people/<str:handle>/follow",),
        narrows=(Limit.FOLLOWED_BY,),
        how="of the person who is followed; `permission_denied`, or 404 where they are hidden",
    )
)

see_person = SeePerson()
see_work = SeeWork()
follow_person = FollowPerson()


def not_oneself() -> DomainError:
    """The answer to following, muting or blocking oneself."""
    return DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("That is you."))


def is_blocked_between(a_id: UUID, b_id: UUID) -> bool:
    """Whether either of two people blocked the other."""
    return Block.objects.filter(
        Q(blocker=a_id, blocked=b_id) | Q(blocker=b_id, blocked=a_id)
    ).exists()


def _blocks_with(viewer_id: UUID) -> QuerySet[Block]:
    return Block.objects.filter(
        Q(blocker=viewer_id, blocked=OuterRef("pk")) | Q(blocker=OuterRef("pk"), blocked=viewer_id)
    )
