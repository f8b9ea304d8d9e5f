"""People's phones, and the work that pushes to them."""

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.utils import timezone

from inbox.models import Push
from inbox.models.push import WAITING
from inbox.push.delivering import deliver
from tests import roles
from tests.client import Api

_numbers = count(1)


def new_token() -> str:
    """As long as Apple's, and another one each time."""
    return f"{next(_numbers):064x}"


class Phones:
    """`phones.of(teen)` registers one and gives its token."""

    def __init__(self, api: Api) -> None:
        self.api = api

    def of(self, person: Any, *, token: str | None = None, device: str = "phone-of-mine") -> str:
        token = token or new_token()
        answer = self.put(person, token, device)
        assert answer.status_code == 204, answer.content
        return token

    def put(self, person: Any, token: Any, device: str = "phone-of-mine") -> Any:
        return self.api.put(f"/me/devices/{device}", {"token": token}, as_=person)


def work() -> int:
    """All that is due now, as workers do it; how many rows that were."""
    found = list(
        Push.objects.filter(outcome__in=WAITING, next_try_at__lte=timezone.now())
        .order_by("created_at", "pk")
        .values_list("pk", flat=True)
    )
    with roles.acting_as("worker"):
        for push_id in found:
            deliver(UUID(str(push_id)))
    return len(found)


def forget_pauses() -> None:
    """As if the time until the next attempt were over."""
    Push.objects.filter(outcome__in=WAITING).update(
        next_try_at=timezone.now() - timedelta(seconds=1)
    )


def states() -> list[tuple[str, str]]:
    """State and reason of all pushes, oldest first."""
    return list(Push.objects.order_by("created_at", "pk").values_list("outcome", "why"))
