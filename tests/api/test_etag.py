"""What did not change is not sent again."""

from typing import Any

import pytest

from tests.api import probe
from tests.client import Api

pytestmark = pytest.mark.urls("tests.api.probe")


def test_an_unchanged_answer_is_304(api: Api, creator: Any) -> None:
    first = api.get("/probe/polled", as_=creator)
    tag = first["ETag"]
    assert tag.startswith('W/"')
    assert first["Cache-Control"] == "private, no-cache"
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = api.get("/probe/polled", as_=creator, headers={"If-None-Match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == tag


def test_a_changed_answer_is_sent(api: Api, creator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = api.get("/probe/polled", as_=creator)["ETag"]
    monkeypatch.setitem(probe.state, "version", 2)
    again = api.get("/probe/polled", as_=creator, headers={"If-None-Match": tag})
    assert (again.status_code, again.json()) == (200, {"version": 2})
    assert again["ETag"] != tag


@pytest.mark.parametrize("known", ["", "nonsense", '"', "W/"])
def test_a_broken_header_knows_nothing(api: Api, creator: Any, known: str) -> None:
    answer = api.get("/probe/polled", as_=creator, headers={"If-None-Match": known})
    assert answer.status_code == 200
