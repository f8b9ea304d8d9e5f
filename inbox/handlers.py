"""What this room does when it hears of people."""

from accounts.events import AccountDeleted, PersonFollowed, SessionsEnded, StandingChanged
from inbox import services
from inbox.events import PERSON_FOLLOWED
from lib.events import subscribe
from lib.ids import IdKind, encode


def subscribe_all() -> None:
    """Called once, when the app is ready."""
    subscribe(PersonFollowed, tell_the_followed)
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


def look_at_sockets_again(event: StandingChanged | SessionsEnded) -> None:
    """Sockets whose token no longer holds close at once."""
    services.recheck_sockets(person_id=event.user_id)


def forget_person(event: AccountDeleted) -> None:
    """Their log and their sockets go with them."""
    services.erase_log(person_id=event.user_id)
    services.recheck_sockets(person_id=event.user_id)
