"""What a guardian reads of a teen: days in numbers, and nothing else anywhere."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User, WatchedTime
from lib.ids import IdKind
from parental.models import GuardianLink
from tests.architecture.routes import methods, routes
from tests.architecture.test_every_route import PUBLIC, fill
from tests.client import Api
from tests.generation.conftest import blank_film, puppet
from tests.parental.families import linked

__all__ = ["blank_film", "puppet"]

FAMILY = re.compile(r"/family/")


def test_days_are_numbers_of_what_was_watched_and_made(
    api: Api, link: GuardianLink, deliver: Callable[[], int], puppet: Callable[..., Any]
) -> None:
    puppet()
    wish = {"prompt": "a red ball", "size": "720x1280", "seconds": 4}
    job = api.post("/generations", wish, as_=link.teen, key="made")
    assert job.status_code in (201, 202), job.content
    deliver()
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    WatchedTime.objects.create(person=link.teen, quarter=now, minutes=0b111, seconds=10)
    WatchedTime.objects.create(
        person=link.teen, quarter=now - timedelta(days=2), minutes=1, seconds=600
    )
    for person in (link.teen, link.guardian):
        answer = api.get(f"/family/links/{link.public_id}/activity?days=3", as_=person)
        days = answer.json()["days"]
        assert [day["minutes"] for day in days] == [10, 0, 3]
        assert [day["films_made"] for day in days] == [0, 0, 1]
        assert [day["films_shown"] for day in days] == [0, 0, 0]
        assert "red ball" not in answer.content.decode()


@pytest.mark.parametrize("days", ["0", "32", "x", "-1", "1.5", "", "00011700000", "1" * 5000])
def test_a_month_at_most_is_read(api: Api, link: GuardianLink, days: str) -> None:
    answer = api.get(f"/family/links/{link.public_id}/activity?days={days}", as_=link.teen)
    assert answer.status_code == 400


def test_a_teen_is_told_at_all_times_that_somebody_watches(
    api: Api, teen: User, creator: User
) -> None:
    assert api.get("/me/safeguards", as_=teen).json()["supervision"] is None
    assert api.get("/me", as_=teen).json()["supervision"] is None
    linked(teen)
    linked(teen)
    shown = api.get("/me/safeguards", as_=teen).json()["supervision"]
    assert api.get("/me", as_=teen).json()["supervision"] == shown
    assert shown["guardians"] == 2
    assert "never" in shown["says"]
    assert api.get("/me/safeguards", as_=creator).json()["supervision"] is None


@pytest.fixture
def made(
    api: Api, teen: User, deliver: Callable[[], int], puppet: Callable[..., Any]
) -> dict[str, str]:
    """Values for every route: things of the teen's where they have some."""
    puppet()
    wish = {"prompt": "a red ball", "size": "720x1280", "seconds": 4}
    job = api.post("/generations", wish, as_=teen, key="made").json()["id"]
    deliver()
    draft = api.get(f"/generations/{job}", as_=teen).json()["draft"]
    shown = api.post(f"/drafts/{draft}/publish", {"caption": "by the sea"}, as_=teen, key="show")
    nothing = {kind.value: f"{kind}_" + "0" * 26 for kind in IdKind}
    return {
        **nothing,
        "gen": job,
        "vid": draft,
        "pst": shown.json()["id"],
        "usr": teen.public_id,
        "handle": teen.handle,
        "str": "0" * 64,
    }


def test_on_every_other_route_a_guardian_is_a_stranger(
    api: Api, teen: User, guardian: User, stranger: User, made: dict[str, str]
) -> None:
    linked(teen, guardian)
    tried = 0
    for path, view in sorted(routes(), key=lambda one: one[0]):
        if FAMILY.match(path) or path in PUBLIC or "get" not in methods(view):
            continue
        if path in ("/me", "/me/sessions", "/me/events"):  # one's own, and not of the teen
            continue
        answers = [api.get(fill(path, made), as_=one) for one in (guardian, stranger)]
        assert answers[0].status_code == answers[1].status_code, path
        text = answers[0].content.decode()
        for word in (teen.handle, teen.public_id, made["gen"], made["vid"], "red ball"):
            assert word not in text or word in answers[1].content.decode(), (path, word)
        tried += 1
    assert tried > 15
    assert api.get(f"/people/{teen.handle}", as_=guardian).status_code == 404
    assert api.get(f"/generations/{made['gen']}", as_=guardian).status_code == 404
