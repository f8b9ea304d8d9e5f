"""The admin: for staff alone, and without anything of other servers."""

import re
from typing import Any

from django.contrib import admin

from tests.client import Api


def test_it_is_for_staff_alone(api: Api, creator: Any, moderator: Any) -> None:
    assert api.client.get("/admin/").status_code == 302
    api.client.force_login(creator)
    assert api.client.get("/admin/").status_code == 302
    api.client.force_login(moderator)
    assert api.client.get("/admin/").status_code == 200


def test_a_token_of_the_app_opens_nothing_here(api: Api, moderator: Any) -> None:
    answer = api.get("/admin/", as_=moderator)
    assert answer.status_code == 302


def test_it_loads_nothing_from_elsewhere(api: Api, moderator: Any) -> None:
    for page in ("/admin/login/", "/admin/"):
        text = api.client.get(page).content.decode()
        assert "Zoetrope" in text
        loaded = re.findall(r"""<(?:script|link|img)[^>]+(?:src|href)=["']([^"']+)""", text)
        assert loaded
        assert not [url for url in loaded if url.startswith(("http", "//"))]
        api.client.force_login(moderator)


def test_every_room_shows_its_tables() -> None:
    rooms = {model._meta.app_label for model in admin.site._registry}
    assert {"accounts", "generation"} <= rooms
