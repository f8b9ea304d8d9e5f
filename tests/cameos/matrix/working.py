"""The worker's part: hidden films go, moved files move."""

from typing import Any

import dramatiq
from starlette.testclient import TestClient

from lib.outbox.models import OutboxMessage
from lib.signed_media.server import media
from tests import roles

OF_FILMS = ("withdraw_films", "withdraw_film", "withdraw_if_lost", "move_files", "erase_files")


def removed() -> None:
    """Do what is owed of films, and nothing else that is owed."""
    done: set[int] = set()
    with roles.acting_as("worker"):
        while message := _next(done):
            done.add(message.pk)
            dramatiq.get_broker().get_actor(message.actor_name).fn(*message.args)


def _next(done: set[int]) -> OutboxMessage | None:
    owed = OutboxMessage.objects.filter(actor_name__in=OF_FILMS).exclude(pk__in=done)
    return owed.order_by("pk").first()


def plays(address: str) -> bool:
    """Whether an address that was handed out still leads to a file."""
    path = "/media/" + address.partition("/media/")[2]
    answer: Any = TestClient(media, base_url="http://zoetrope.test").get(path)
    assert answer.status_code in (200, 404), answer.text
    return bool(answer.status_code == 200)
