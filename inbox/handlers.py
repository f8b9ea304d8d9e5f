"""What this room does when it hears of people."""

from accounts.events import (
    AccountDeleted,
    PersonFollowed,
    ProfileTextSettled,
    SafeguardsChanged,
    SessionsEnded,
    StandingChanged,
    UserBlocked,
)
from inbox import services
from inbox.events import (
    PERSON_FOLLOWED,
    PROFILE_SETTLED,
    RELATIONS_CHANGED,
    SAFEGUARDS_CHANGED,
)
from lib.events import subscribe
from lib.ids import IdKind, encode


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(PersonFollowed, tell_the_followed)
    subscribe(ProfileTextSettled, tell_the_author)
    subscribe(UserBlocked, tell_the_other_devices)
    subscribe(SafeguardsChanged, tell_whom_it_limits)
    subscribe(StandingChanged, look_at_sockets_again)
    subscribe(SessionsEnded, look_at_sockets_again)
    subscribe(AccountDeleted, forget_person)


def tell_the_followed(event: PersonFollowed) -> None:
    """person.followed"""
    services.append(
        person_id=event.followed_id,
        type=PERSON_FOLLOWED.name,
        data={"follower": encode(IdKind.USER, event.follower_id)},
        about=event.follower_id,
        actor_id=event.follower_id,
    )


def tell_the_author(event: ProfileTextSettled) -> None:
    """profile.settled"""
    services.append(
        person_id=event.user_id,
        type=PROFILE_SETTLED.name,
        data={"field": event.field, "shown": event.shown},
    )


def tell_the_other_devices(event: UserBlocked) -> None:
    """relations.changed, to the blocker alone; the blocked person is told nothing, ever."""
    services.append(person_id=event.blocker_id, type=RELATIONS_CHANGED.name, data={})


def tell_whom_it_limits(event: SafeguardsChanged) -> None:
    """safeguards.changed; and open sockets ask again what they may still send (T2)."""
    services.append(person_id=event.user_id, type=SAFEGUARDS_CHANGED.name, data={})
    services.recheck_sockets(person_id=event.user_id)


def look_at_sockets_again(event: StandingChanged | SessionsEnded) -> None:
    """Sockets whose token no longer holds close at once."""
    services.recheck_sockets(person_id=event.user_id)


def forget_person(event: AccountDeleted) -> None:
    """Their log and their sockets go with them."""
    services.erase_log(person_id=event.user_id)
    services.recheck_sockets(person_id=event.user_id)
