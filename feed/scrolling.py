"""A pause in the feed for whoever is given pages (F8): counted here, by person, not by cursor."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.utils import timezone

from lib.api.redis_client import redis_client

# Ours. A page of twenty short films plays for two minutes; after three of them it is time to look
# up. A sitting ends when nothing was asked for as long as a page plays.
PAGE = 20
FILMS_A_SITTING = 60
SITTING_SECONDS = 300
PAUSE_SECONDS = 120
SAME_PAGE_SECONDS = 300  # loaded again within this, a page is the same one


def paused_until(person_id: UUID) -> datetime | None:
    """Until when nothing more is served; None outside of a pause. Raises redis' ConnectionError or
    TimeoutError when it is away."""
    left = int(redis_client().pttl(_pause(person_id)))
    return timezone.now() + timedelta(milliseconds=left) if left > 0 else None


def is_new_page(person_id: UUID, films: Sequence[UUID]) -> bool:
    """Whether just these films were not served as a page within SAME_PAGE_SECONDS; of two requests
    at once one is told so. Kept is a digest, which says nothing of what they are. Raises as
    above."""
    said = b"".join(one.bytes for one in (person_id, *films))
    key = f"zoetrope:page:{sha256(said).hexdigest()}"
    return bool(redis_client().set(key, b"1", ex=SAME_PAGE_SECONDS, nx=True))


def serve(person_id: UUID, films: int) -> datetime | None:
    """Count what a page holds; until when there is a pause now, if it was the last one of this
    sitting. Raises as above."""
    client, key = redis_client(), _count(person_id)
    pipe = client.pipeline(transaction=True)
    pipe.incrby(key, films)
    pipe.expire(key, SITTING_SECONDS)
    served, _ = pipe.execute()
    if int(served) < FILMS_A_SITTING:
        return None
    pipe = client.pipeline(transaction=True)
    pipe.set(_pause(person_id), b"1", ex=PAUSE_SECONDS)
    pipe.delete(key)
    pipe.execute()
    return timezone.now() + timedelta(seconds=PAUSE_SECONDS)


def _count(person_id: UUID) -> str:
    return f"zoetrope:scroll:{person_id.hex}"


def _pause(person_id: UUID) -> str:
    return f"zoetrope:scroll:{person_id.hex}:pause"
