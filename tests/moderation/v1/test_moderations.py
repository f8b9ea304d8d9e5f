"""POST /v1/moderations: what unmodified OpenAI clients send and read, and what it must not tell."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Standing, User
from lib.api import throttling
from lib.api.throttling import Rate
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category
from moderation.models import CoolingOff, Scan
from moderation.screener.names import THEIRS
from tests.answering import EVERYTHING, answering, away
from tests.client import Api

pytestmark = pytest.mark.django_db
Use = Callable[..., None]
CRUEL = Hit(Category.VIOLENCE, 0.9731)
PICTURE = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()


def ask(api: Api, person: Any, content: Any, **headers: str) -> Any:
    """As `openai.moderations.create` asks."""
    sent = {"Authorization": f"Bearer {api.token(person)}"} if person else {}
    body = content if isinstance(content, bytes) else json.dumps(content)
    return api.client.post(
        "/v1/moderations", body, content_type="application/json", headers={**sent, **headers}
    )


def error_of(answer: Any) -> tuple[int, str, str | None]:
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"message", "type", "param", "code"}
    assert body["error"]["message"]
    return answer.status_code, body["error"]["code"], body["error"]["param"]


def test_a_calm_text_is_answered_in_the_protocol_s_shape(api: Api, creator: Any) -> None:
    answer = ask(api, creator, {"input": "a quiet lake", "model": "omni-moderation-latest"})
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["id"].startswith("modr-")
    assert body["model"] == "zoetrope-text-1", "what judged, whatever was asked for"
    (result,) = body["results"]
    assert result["flagged"] is False
    assert set(result["categories"]) == set(result["category_scores"]) == set(THEIRS)
    assert set(result["category_applied_input_types"]) == set(THEIRS)
    assert set(result["category_scores"].values()) == {0.0}
    assert result["zoetrope"] == {"assessed": True}
    assert not Scan.objects.exists(), "nothing is kept"


@pytest.mark.parametrize(
    ("score", "band"), [(0.49, 0.0), (0.5, 0.5), (0.8499, 0.5), (0.9, 1.0), (0.9731, 1.0)]
)
def test_scores_are_told_in_three_steps_alone(
    api: Api, creator: Any, screener_answers: Use, score: float, band: float
) -> None:
    screener_answers(answering(Hit(Category.VIOLENCE, score)))
    answer = ask(api, creator, {"input": "words"})
    (result,) = answer.json()["results"]
    assert result["category_scores"]["violence"] == band
    assert result["categories"]["violence"] is (band > 0)
    assert result["flagged"] is (band > 0)
    assert set(result["category_scores"].values()) <= {0.0, 0.5, 1.0}
    if score not in (0.5, 0.9):
        assert str(score) not in answer.content.decode()


def test_each_string_has_a_result_and_parts_have_one_together(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(answering(CRUEL, where="cruel"))
    answer = ask(api, creator, {"input": ["calm", "cruel"]})
    assert [one["flagged"] for one in answer.json()["results"]] == [False, True]
    parts = [{"type": "text", "text": "calm"}, {"type": "text", "text": "cruel"}]
    assert [one["flagged"] for one in ask(api, creator, {"input": parts}).json()["results"]] == [
        True
    ]


def test_with_a_minor_what_is_sexual_is_a_matter_of_minors(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(answering(Hit(Category.SEXUAL, 0.4), depicts_minor=True))
    (result,) = ask(api, creator, {"input": "words"}).json()["results"]
    assert result["category_scores"]["sexual/minors"] == 1.0


def test_what_the_protocol_has_no_word_for_is_flagged_too(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(answering(Hit(Category.LIKENESS, 1.0)))
    (result,) = ask(api, creator, {"input": "words"}).json()["results"]
    assert result["flagged"] is True
    assert not any(result["categories"].values())


def test_what_could_not_be_assessed_never_reads_as_fine(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    partly = EVERYTHING | {Category.HATE: Coverage.NOT_ASSESSED}
    screener_answers(lambda pieces, *, seconds: [[Answer("test", "1", partly)] for _ in pieces])
    (result,) = ask(api, creator, {"input": "words"}).json()["results"]
    assert (result["flagged"], result["zoetrope"]) == (True, {"assessed": False})


def test_without_the_screener_there_is_no_result(
    api: Api, creator: Any, screener_answers: Use
) -> None:
    screener_answers(away)
    answer = ask(api, creator, {"input": "words"})
    assert error_of(answer) == (503, "temporarily_unavailable", None)
    assert answer["Retry-After"]


@pytest.mark.parametrize(
    ("content", "code", "param"),
    [
        ({}, "required", "input"),
        ({"input": None}, "null", "input"),
        ({"input": ""}, "empty", "input"),
        ({"input": []}, "empty", "input"),
        ({"input": 7}, "wrong_type", "input"),
        ({"input": [1]}, "wrong_type", "input"),
        ({"input": ["a", {"type": "text", "text": "b"}]}, "wrong_type", "input"),
        ({"input": [{"type": "text"}]}, "wrong_type", "input"),
        ({"input": [{"type": "text", "text": "a", "more": 1}]}, "wrong_type", "input"),
        ({"input": ["a"] * 33}, "max_length", "input"),
        ({"input": "a" * 8001}, "max_length", "input"),
        ({"input": [{"type": "text", "text": "a" * 5000}] * 2}, "max_length", "input"),
        ({"input": ["a" * 8000, "b" * 8000, "c"]}, "max_length", "input"),
        ({"input": "a", "model": 1}, "wrong_type", "model"),
        ({"input": "a", "user": "u"}, "unknown_field", "user"),
        ([], "wrong_type", None),
        (b"{", "malformed", None),
    ],
)
def test_a_wrong_body_is_a_400_in_its_error_shape(
    api: Api, creator: Any, content: Any, code: str, param: str | None
) -> None:
    assert error_of(ask(api, creator, content)) == (400, code, param)


@pytest.mark.parametrize("url", [PICTURE, "http://127.0.0.1:9/a.png", "file:///etc/passwd"])
def test_pictures_are_refused_and_nothing_is_fetched(api: Api, creator: Any, url: str) -> None:
    content = {"input": [{"type": "image_url", "image_url": {"url": url}}]}
    assert error_of(ask(api, creator, content)) == (400, "unsupported_media_type", "input")


def test_strangers_hear_401_as_the_package_knows_it(api: Api) -> None:
    assert error_of(ask(api, None, {"input": "a"})) == (401, "invalid_api_key", None)
    answer = ask(api, None, {"input": "a"}, Authorization="Bearer sk-none")
    assert error_of(answer) == (401, "invalid_api_key", None)


def test_people_under_18_are_not_told(api: Api, teen: Any) -> None:
    assert error_of(ask(api, teen, {"input": "a"})) == (403, "under_age", None)


def test_the_limited_are_not_helped(api: Api, creator: Any) -> None:
    User.objects.filter(pk=creator.pk).update(state=Standing.LIMITED)
    assert error_of(ask(api, creator, {"input": "a"})) == (403, "standing_limited", None)


def test_other_methods_and_bodies(api: Api, creator: Any) -> None:
    bearer = {"Authorization": f"Bearer {api.token(creator)}"}
    assert error_of(api.client.get("/v1/moderations", headers=bearer))[0] == 405
    answer = api.client.post("/v1/moderations", {"input": "a"}, headers=bearer)
    assert error_of(answer)[:2] == (415, "unsupported_media_type")
    assert error_of(api.client.post("/v1/videos", headers=bearer))[:2] == (404, "not_found")
    large = json.dumps({"input": ["a" * 7_900] * 32 + ["b" * 40_000]}).encode()
    assert error_of(ask(api, creator, large))[:2] == (413, "too_large")


def test_it_is_no_oracle_for_evasions(
    api: Api,
    creator: Any,
    friend: Any,
    screener_answers: Use,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once too many were flagged, whether the next one would be is not told either."""
    monkeypatch.setitem(throttling.RATES, "moderate_flagged", Rate(3, 3600))
    screener_answers(answering(CRUEL, where="cruel"))
    statuses = [ask(api, creator, {"input": "cruel"}).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    answer = ask(api, creator, {"input": "calm"})
    assert error_of(answer) == (429, "throttled", None)
    assert int(answer["Retry-After"]) > 60
    assert ask(api, friend, {"input": "calm"}).status_code == 200


def test_a_batch_is_counted_text_by_text(
    api: Api, creator: Any, screener_answers: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(throttling.RATES, "moderate_flagged", Rate(3, 3600))
    screener_answers(answering(CRUEL))
    assert error_of(ask(api, creator, {"input": ["cruel"] * 4}))[0] == 429


def test_requests_are_counted_too(api: Api, creator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(throttling.RATES, "moderate", Rate(2, 60))
    statuses = [ask(api, creator, {"input": "a"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_who_cools_off_is_not_helped_meanwhile(api: Api, creator: Any) -> None:
    now = timezone.now()
    CoolingOff.objects.create(
        person_id=creator.pk, level=1, points=10, needed=10, until=now + timedelta(minutes=10)
    )
    answer = ask(api, creator, {"input": "calm"})
    assert error_of(answer) == (429, "cooling_off", None)
    assert answer.json()["error"]["type"] == "rate_limit_error"
    assert int(answer["Retry-After"]) > 0


def test_what_reading_costs_is_counted_too(
    api: Api, creator: Any, friend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each text a unit, and one more for each further thousand characters that it has."""
    monkeypatch.setitem(throttling.RATES, "moderate_reading", Rate(10, 60))
    for content, status in (("a" * 7001, 200), (["a", "b"], 200), ("a", 429)):
        answer = ask(api, creator, {"input": content})
        assert answer.status_code == status
    assert error_of(answer) == (429, "throttled", None)
    assert int(answer["Retry-After"]) > 0
    assert ask(api, friend, {"input": ["a"] * 10}).status_code == 200
