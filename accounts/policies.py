"""Who may see and follow whom: each rule serves a question about one person and a queryset."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.ages import is_adult_now
from accounts.models import Block, Follow, SafeguardSettings, User
from accounts.models.standings import SHUT_OUT
from accounts.safeguards import SCALES, Limit
from accounts.safeguards.gates import Gate, declare
from lib.errors import DomainError, ErrorCode, NotFound


class SeePerson:
    """Whose profile a viewer may see; to everybody else that person does not exist (law 4).

    Members whose account stands, unless either blocked the other. A person who counts as under
    18, which unknown age does, or who chose so, is seen by adults and guests only if that person
    follows them (F11): the teen makes the first step, so a mutual follow is included. One sees
    oneself.
    """

    def queryset(self, viewer: User | None) -> QuerySet[User]:
        """Everyone whom `viewer` (None: a guest) may see."""
        members = User.objects.filter(joined_at__isnull=False, deleted_at=None)
        members = members.exclude(state__in=SHUT_OUT)
        if viewer is None:
            return members.filter(open_to_adults(Limit.DISCOVERABLE_BY))
        allowed = ~Exists(_blocks_with(viewer.pk))
        if not viewer.is_adult:
            return members.filter(Q(pk=viewer.pk) | Q(allowed))
        follows_viewer = Exists(Follow.objects.filter(follower=OuterRef("pk"), followed=viewer.pk))
        reachable = open_to_adults(Limit.DISCOVERABLE_BY) | Q(follows_viewer)
        return members.filter(Q(pk=viewer.pk) | (Q(allowed) & reachable))

    def allows(self, viewer: User | None, person: User) -> bool:
        """Whether `viewer` may see `person`."""
        return self.queryset(viewer).filter(pk=person.pk).exists()


class FollowPerson:
    """Whom one may follow: whoever one may see, but not oneself.

    So an adult follows a teen, and whoever chose so, only after they followed first.
    """

    def queryset(self, viewer: User) -> QuerySet[User]:
        """Everyone whom `viewer` may follow."""
        people = see_person.queryset(viewer).exclude(pk=viewer.pk)
        if not viewer.is_adult:
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
follow_person = FollowPerson()


def not_oneself() -> DomainError:
    """The answer to following or blocking oneself."""
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
