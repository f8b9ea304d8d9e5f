from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def seed(origin: str = "http://127.0.0.1:8000") -> None:
    call_command("seed_sample_people", origin=origin, stdout=open("/dev/null", "w"))  # noqa: SIM115, PTH123


def test_sample_people_are_made_once() -> None:
    seed()
    seed()
    people = User.objects.order_by("email")
    assert [str(person.email).split("@")[0] for person in people] == [
        "creator",
        "friend",
        "guardian",
        "moderator",
        "teen",
    ]
    assert [person.email for person in people if person.is_staff] == ["moderator@example.org"]
    assert not people.get(email="teen@example.org").is_adult


def test_they_never_exist_under_production(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="development"):
        seed()
    assert not User.objects.exists()


@pytest.mark.parametrize("origin", ["https://zoetrope.example", "http://192.168.1.4:8000"])
def test_they_never_exist_where_others_reach_the_service(origin: str) -> None:
    with pytest.raises(CommandError, match="loopback"):
        seed(origin)
    assert not User.objects.exists()
