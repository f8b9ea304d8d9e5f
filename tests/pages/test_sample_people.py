from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


def seed() -> None:
    call_command("seed_sample_people", stdout=StringIO())


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
def test_they_never_exist_where_others_reach_the_service(origin: str, settings: Any) -> None:
    settings.PUBLIC_ORIGIN = origin
    with pytest.raises(CommandError, match="loopback"):
        seed()
    assert not User.objects.exists()


def test_they_never_exist_behind_a_proxy(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    with pytest.raises(CommandError, match="loopback"):
        seed()
    assert not User.objects.exists()
