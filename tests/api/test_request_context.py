"""Every answer names its request; every request leaves one line that tells no secrets."""

import pytest

from tests.client import Api

pytestmark = pytest.mark.urls("tests.api.probe")


def test_an_answer_names_its_request(api: Api) -> None:
    answer = api.get("/nowhere")
    assert len(answer["X-Request-Id"]) == 32
    assert answer.json()["request_id"] == answer["X-Request-Id"]
    assert api.get("/nowhere")["X-Request-Id"] != answer["X-Request-Id"]


@pytest.mark.parametrize("offered", ["abcdefgh", "A.b_c-9." * 8])
def test_a_sane_offered_id_is_kept(api: Api, offered: str) -> None:
    assert api.get("/nowhere", headers={"X-Request-Id": offered})["X-Request-Id"] == offered


@pytest.mark.parametrize("offered", ["short", "a" * 65, "with space", "né" * 6, 'a"b"c"d"e', ""])
def test_an_insane_one_is_replaced(api: Api, offered: str) -> None:
    answer = api.get("/nowhere", headers={"X-Request-Id": offered})
    assert answer["X-Request-Id"] != offered
    assert len(answer["X-Request-Id"]) == 32
