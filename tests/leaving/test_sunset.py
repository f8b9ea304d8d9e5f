"""Once the end is announced nothing new is made; people read, take back and leave (O13)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from config import env
from config.sunset import ALLOWED, HARMLESS, PARAMETER, makes
from tests.accounts.relating import follow
from tests.accounts.signing_up import sign_in, sign_up
from tests.architecture.routes import methods, routes
from tests.cast import PASSWORD
from tests.client import Api, code_of
from tests.feed.studio import published
from tests.generation.studio import WISH

THE_DAY = date(2031, 2, 3)


@pytest.fixture
def announced(settings: Any) -> None:
    settings.SUNSET_ON = THE_DAY


@pytest.mark.django_db
@pytest.mark.usefixtures("announced")
def test_nothing_new_is_made_and_the_day_is_told(api: Api, creator: User, friend: User) -> None:
    refused = api.post("/generations", WISH, as_=creator, key="k")
    assert (refused.status_code, code_of(refused)) == (403, "sunset")
    assert "2031-02-03" in refused.json()["errors"][0]["detail"]
    assert refused["Sunset"] == "Mon, 03 Feb 2031 00:00:00 GMT"
    assert follow(api, creator, friend) == 403
    assert code_of(api.patch("/me", {"bio": "new"}, as_=creator)) == "sunset"
    assert code_of(sign_up(api, email="new@example.org", handle="somebody_new")) == "sunset"
    other = api.client.post("/v1/moderations", {}, content_type="application/json")
    assert (other.status_code, other.json()["error"]["code"]) == (403, "sunset")


@pytest.mark.django_db
@pytest.mark.usefixtures("announced")
def test_one_makes_oneself_private_and_nothing_else_of_a_profile_changes(
    api: Api, creator: User
) -> None:
    for refused in ({"is_private": False}, {"is_private": True, "bio": "new"}, {"handle": "new"}):
        assert code_of(api.patch("/me", refused, as_=creator)) == "sunset"
    assert api.patch("/me", {"is_private": True}, as_=creator).json()["is_private"] is True
    assert User.objects.get(pk=creator.pk).is_private


@pytest.mark.django_db
def test_people_read_sign_in_and_leave(
    api: Api, creator: User, friend: User, settings: Any, media_dir: Any
) -> None:
    post, address = published(creator), str(creator.email)
    settings.SUNSET_ON = THE_DAY
    shown = api.get(f"/posts/{post.public_id}", as_=friend)
    assert (shown.status_code, shown["Sunset"][:16]) == (200, "Mon, 03 Feb 2031")
    assert api.put(f"/people/{friend.handle}/block", as_=creator).status_code < 300
    assert sign_in(api, address).status_code == 200
    assert api.delete(f"/posts/{post.public_id}", as_=creator).status_code == 204
    assert api.delete("/me", {"password": PASSWORD}, as_=creator).status_code == 200
    assert sign_in(api, address).status_code == 200, "and may come back until their day"


@pytest.mark.django_db
def test_nothing_is_announced_by_default(api: Api, creator: User) -> None:
    assert not api.get("/me", as_=creator).has_header("Sunset")
    assert api.patch("/me", {"bio": ""}, as_=creator).status_code == 200


def named(method: str, path: str) -> str:
    """As STILL names it."""
    return f"{method.upper()} " + PARAMETER.sub(r"{\1}", path)


def writing() -> set[str]:
    return {
        named(method, path)
        for path, view in routes()
        if view is not None
        for method in methods(view)
        if method.upper() not in HARMLESS
    }


def test_every_route_that_goes_on_is_there() -> None:
    assert writing() >= ALLOWED


def test_every_other_route_that_writes_is_refused() -> None:
    for path, view in routes():
        for method in methods(view) if view is not None else []:
            name = named(method, path)
            goes_on = method.upper() in HARMLESS or name in ALLOWED
            assert makes(method.upper(), f"api/v1{path}") is not goes_on, name


def test_staff_and_pages_go_on() -> None:
    assert not makes("POST", "admin/login/")
    assert not makes("POST", "_allauth/app/v1/auth/login")
    assert makes("POST", "_allauth/app/v1/auth/provider/signup")


def test_a_day_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUNSET_ON", "soon")
    with pytest.raises(ImproperlyConfigured, match="SUNSET_ON"):
        env.day("SUNSET_ON")
