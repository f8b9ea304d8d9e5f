"""Fetching people; fetching is authorising."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.handles.folding import fold
from accounts.models import (
    AgeSignal,
    AgeSignalEnded,
    Block,
    Follow,
    FollowRequest,
    Invite,
    Mute,
    User,
)
from accounts.policies import see_person, see_work, unmuted
from lib.errors import NotFound
from lib.selecting import with_public_id


def visible_to(viewer: User | None) -> QuerySet[User]:
    """Everyone whose profile `viewer` may see; the only way in which profiles are fetched."""
    return see_person.queryset(viewer)


def work_visible_to(viewer: User | None) -> QuerySet[User]:
    """Everyone whose posts `viewer` may see."""
    return see_work.queryset(viewer)


def feed_authors_for(viewer: User | None) -> QuerySet[User]:
    """Everyone whose posts come to `viewer` unasked: without whom they muted."""
    return unmuted(see_work.queryset(viewer), viewer)


def heard_by(viewer: User) -> QuerySet[User]:
    """Everyone of whom notifications may tell `viewer`: visible, and not muted."""
    return unmuted(visible_to(viewer), viewer)


def person_by_handle(handle: str, *, viewer: User) -> User:
    """The visible person with exactly this handle, in any case. Raises NotFound."""
    person = _with_handle(visible_to(viewer), handle)
    if person is None:
        raise NotFound
    return person


def followed_by_handle(handle: str, *, viewer: User) -> User:
    """As `person_by_handle`, and also whoever `viewer` follows or asked though now hidden."""
    followed = Q(follows_received__follower=viewer)
    asked = Q(follow_requests_received__asker=viewer)
    mine = User.objects.filter(followed | asked)
    return _with_handle(mine, handle) or person_by_handle(handle, viewer=viewer)


def follower_by_handle(handle: str, *, viewer: User) -> User:
    """Whoever follows `viewer`, hidden or not. Raises NotFound."""
    follower = _with_handle(User.objects.filter(follows_made__followed=viewer), handle)
    if follower is None:
        raise NotFound
    return follower


def muted_by_handle(handle: str, *, viewer: User) -> User:
    """As `person_by_handle`, and also whoever `viewer` muted though now hidden."""
    mine = User.objects.filter(mutes_received__muter=viewer)
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


def mutes_of(viewer: User) -> QuerySet[Mute]:
    """Whom `viewer` muted, as far as visible."""
    return viewer.mutes_made.filter(muted__in=visible_to(viewer)).select_related("muted")


def requests_to(viewer: User) -> QuerySet[FollowRequest]:
    """Who waits for `viewer`'s answer, as far as visible."""
    waiting = viewer.follow_requests_received.filter(declined_at=None)
    return waiting.filter(asker__in=visible_to(viewer)).select_related("asker")


def requests_by(viewer: User) -> QuerySet[FollowRequest]:
    """Whom `viewer` asked and who has not said yes; nothing tells a no from a not yet."""
    asked = viewer.follow_requests_made.filter(is_withdrawn=False)
    return asked.filter(asked__in=visible_to(viewer)).select_related("asked")


def invites_of(viewer: User) -> QuerySet[Invite]:
    """One's own codes, each with the number of its uses."""
    return viewer.invites.annotate(used=Count("uses"))


@dataclass(frozen=True, slots=True)
class Relations:
    """How a person stands to the viewer, and how many follow whom."""

    followers: int
    following: int
    followed_by_me: bool
    follows_me: bool
    asked_by_me: bool
    asks_me: bool
    muted_by_me: bool


def relations_of(person: User, *, viewer: User) -> Relations:
    """Counted when asked, so that no race can make them wrong."""
    return Relations(
        followers=Follow.objects.filter(followed=person, follower__closed_at=None).count(),
        following=Follow.objects.filter(follower=person, followed__closed_at=None).count(),
        followed_by_me=Follow.objects.filter(follower=viewer, followed=person).exists(),
        follows_me=Follow.objects.filter(follower=person, followed=viewer).exists(),
        asked_by_me=requests_by(viewer).filter(asked=person).exists(),
        asks_me=requests_to(viewer).filter(asker=person).exists(),
        muted_by_me=Mute.objects.filter(muter=viewer, muted=person).exists(),
    )


def _with_handle(people: QuerySet[User], handle: str) -> User | None:
    """By key for the index, then by spelling: a look-alike is not the person."""
    return people.filter(handle_key=fold(handle[:100]), handle__iexact=handle).first()


def account_called(name: str) -> User:
    """The account with this handle, in any case, or this public id (`usr_…`), however it stands;
    for staff. Raises NotFound."""
    accounts = User.objects.filter(deleted_at=None)
    person = with_public_id(accounts, name) or _with_handle(accounts, name)
    if person is None:
        raise NotFound("No account has this handle or id.")
    return person


def member_by_email(email: str) -> User:
    """The confirmed member with this address, for commands that a named person gives. Raises
    NotFound."""
    member = User.objects.filter(email=email.lower(), deleted_at=None, joined_at__isnull=False)
    person = member.first()
    if person is None:
        raise NotFound("Nobody with a confirmed account has this address.")
    return person
