"""NUL in an address is nothing that anybody has."""

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
