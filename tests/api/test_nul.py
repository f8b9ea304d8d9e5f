"""NUL in an address is nothing that anybody has."""

from datetime import date
from typing import Any

import pytest

from tests.client import Api, code_of


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/people/a%00b"),
        ("put", "/people/a%00b/block"),
        ("delete", "/me/followers/%00"),
        ("post", "/me/follow-requests/a%00/accept"),
        ("put", "/me/policies/a%00"),
        ("get", "/_allauth/app/v1/%00"),
    ],
)
def test_it_is_not_found(api: Api, creator: Any, method: str, path: str) -> None:
    answer = api.request(method, path, {"version": 1}, as_=creator)
    assert (answer.status_code, code_of(answer)) == (404, "not_found")
    assert answer["X-Request-Id"]


def test_the_end_of_the_service_is_told_there_too(api: Api, settings: Any) -> None:
    settings.SUNSET_ON = date(2031, 2, 3)
    assert api.client.get("/%00")["Sunset"] == "Mon, 03 Feb 2031 00:00:00 GMT"
