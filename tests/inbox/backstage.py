"""What happens behind the scenes of a running house: a process of its own, told line by line.

It stands outside pytest's process because its database is the house's, not the tests'.
"""

import json
import secrets
import sys
from typing import Any


def main() -> None:
    import django

    django.setup()
    from django.db import close_old_connections

    for line in sys.stdin:
        close_old_connections()  # as between requests: the server may have died meanwhile
        name, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(globals()[name](*arguments)) + "\n")
        sys.stdout.flush()


def person(age: int = 30) -> list[str]:
    """A new member: id and access token."""
    from accounts.ages import today, years_before
    from accounts.services.people import create_person
    from tests.client import token_for

    name = "p_" + "z".join(secrets.choice("bcdfghjklmnpqrtvwx") for _ in range(8))
    created = create_person(
        email=f"{name}@example.org",
        password=secrets.token_hex(16),
        birth_date=years_before(today(), age),
        handle=name,
    )
    return [created.public_id, token_for(created)]


def tell(person_id: str, count: int) -> int:
    """So many events, each in a transaction of its own; the number of the last."""
    from django.db import transaction

    from inbox import services

    last = 0
    for _ in range(count):
        with transaction.atomic():
            last = services.append(
                person_id=_key(person_id), type="person.followed", data={"follower": person_id}
            )
    return last


def tell_many(person_id: str, count: int) -> int:
    """As if `tell` had been called so often, in one breath and without nudges."""
    from inbox.models import Event, PersonLog

    PersonLog.objects.create(person_id=_key(person_id), last=count)
    Event.objects.bulk_create(
        (
            Event(
                person_id=_key(person_id),
                number=number,
                type="person.followed",
                data={"follower": person_id},
            )
            for number in range(1, count + 1)
        ),
        batch_size=5000,
    )
    return count


def suspend(person_id: str) -> None:
    """As enforcement does it, through the owner's event."""
    from django.db import transaction

    from accounts.events import StandingChanged
    from accounts.models import Standing, User
    from lib.events import publish

    with transaction.atomic():
        User.objects.filter(pk=_key(person_id)).update(state=Standing.SUSPENDED)
        publish(StandingChanged(user_id=_key(person_id), standing=Standing.SUSPENDED))


def lose(person_id: str, how: str) -> None:
    """As each service does it that ends somebody's access, or narrows what they may see."""
    from accounts.models import Standing, StandingReason, User
    from accounts.services import deletion, standing
    from lib.actors import Actor
    from tests import cast, standings

    one = User.objects.get(pk=_key(person_id))
    if how == "ban":
        reason = StandingReason.SAFETY
        standings.change_standing(
            person=one, to=Standing.BANNED, actor=cast.moderator(), reason=reason
        )
    elif how == "freeze":
        reason = StandingReason.KNOWN_UNDER_13
        standing.freeze(person=one, actor=Actor.system("age"), reason=reason)
    else:
        deletion.delete_account(person=one, actor=Actor.person(one.pk))


def silence(person_id: str) -> None:
    """A guardian of this teen sets quiet hours that hold now."""
    from accounts.models import User
    from accounts.safeguards import Limit
    from accounts.safeguards.windows import DAYS
    from tests.parental.families import linked, set_control

    whole = [{"days": list(DAYS), "from": "00:00", "to": "00:00", "stops": "notifications"}]
    teen = User.objects.get(pk=_key(person_id))
    set_control(linked(teen), Limit.QUIET_HOURS, whole)


def tell_of(person_id: str, actor_id: str) -> int:
    """Somebody followed them."""
    from django.db import transaction

    from inbox import services

    with transaction.atomic():
        return services.notify(
            person_id=_key(person_id),
            type="person.followed",
            data={"follower": actor_id},
            actor_id=_key(actor_id),
        )


def tell_silently(person_id: str) -> int:
    """Something that only programs read."""
    from django.db import transaction

    from inbox import services

    with transaction.atomic():
        return services.notify(person_id=_key(person_id), type="safeguards.changed", data={})


def places(person_id: str) -> int:
    """How many sockets the person holds."""
    from inbox.socket import places as held
    from lib.api.redis_client import redis_client

    return int(redis_client().zcard(held._key(_key(person_id))))


def connections() -> int:
    """Connections to the database of everybody but this process."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def store(size: int) -> list[str]:
    """An object of that many bytes: its address, and the one where a master would stand."""
    from lib import signed_media

    key = signed_media.new_key("out", ".mp4")
    with signed_media.placing(key) as path:
        path.write_bytes(bytes(range(256)) * (size // 256))
    return [key, signed_media.signed_url(key)]


def move(key: str) -> str:
    """To another key in the same area."""
    from lib import signed_media

    return signed_media.move(key)


def _key(person_id: str) -> Any:
    from lib.ids import IdKind, decode

    return decode(IdKind.USER, person_id)


if __name__ == "__main__":
    main()
