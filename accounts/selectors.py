"""Fetching people; fetching is authorising."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.handles.folding import fold
from accounts.models import AgeSignal, AgeSignalEnded, Block, Follow, User
from accounts.policies import see_person
from lib.errors import NotFound


def visible_to(viewer: User | None) -> QuerySet[User]:
    """Everyone whose profile `viewer` may see; the only way in which profiles are fetched."""
    return see_person.queryset(viewer)


def person_by_handle(handle: str, *, viewer: User) -> User:
    """The visible person with exactly this handle, in any case. Raises NotFound."""
    person = _with_handle(visible_to(viewer), handle)
    if person is None:
        raise NotFound
    return person


def followed_by_handle(handle: str, *, viewer: User) -> User:
    """As `person_by_handle`, and also whoever `viewer` follows though now hidden."""
    mine = User.objects.filter(follows_received__follower=viewer)
    return _with_handle(mine, handle) or person_by_handle(handle, viewer=viewer)


def blocked_by_handle(handle: str, *, viewer: User) -> User:
    """As `person_by_handle`, and also whoever `viewer` blocked."""
    mine = User.objects.filter(blocks_received__blocker=viewer)
    return _with_handle(mine, handle) or person_by_handle(handle, viewer=viewer)


def following_of(viewer: User) -> QuerySet[Follow]:
    """Whom `viewer` follows, as far as visible."""
    return viewer.follows_made.filter(followed__in=visible_to(viewer)).select_related("followed")


def followers_of(viewer: User) -> QuerySet[Follow]:
    """Who follows `viewer`, as far as visible."""
    return viewer.follows_received.filter(follower__in=visible_to(viewer)).select_related(
        "follower"
    )


def blocks_of(viewer: User) -> QuerySet[Block]:
    """Whom `viewer` blocked; visible or not, they must be able to undo it."""
    return viewer.blocks_made.filter(blocked__deleted_at=None).select_related("blocked")


def signal_log(person: User) -> QuerySet[AgeSignal]:
    """All that was ever said of somebody's age, newest first, for staff; `ended`: why one counts no
    more."""
    ends = AgeSignalEnded.objects.filter(signal_id=OuterRef("pk")).values("why")
    rows = AgeSignal.objects.filter(person_id=person.pk)
    return rows.annotate(ended=Subquery(ends)).order_by("-pk")


@dataclass(frozen=True, slots=True)
class Relations:
    """How a person stands to the viewer, and how many follow whom."""

    followers: int
    following: int
    followed_by_me: bool
    follows_me: bool


def relations_of(person: User, *, viewer: User) -> Relations:
    """Counted when asked, so that no race can make them wrong."""
    return Relations(
        followers=Follow.objects.filter(followed=person).count(),
        following=Follow.objects.filter(follower=person).count(),
        followed_by_me=Follow.objects.filter(follower=viewer, followed=person).exists(),
        follows_me=Follow.objects.filter(follower=person, followed=viewer).exists(),
    )


def _with_handle(people: QuerySet[User], handle: str) -> User | None:
    """By key for the index, then by spelling: a look-alike is not the person."""
    return people.filter(handle_key=fold(handle[:100]), handle__iexact=handle).first()


def member_by_email(email: str) -> User:
    """The confirmed member with this address, for commands that a named person gives. Raises
    NotFound."""
    member = User.objects.filter(email=email.lower(), deleted_at=None, joined_at__isnull=False)
    person = member.first()
    if person is None:
        raise NotFound("Nobody with a confirmed account has this address.")
    return person
