"""The screener speaks the OpenAI moderations protocol."""

from typing import Any

import pytest

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from tests.moderation.screener.conftest import Start
from tests.moderation.screener.fakes import Fake, finding

NAMES = {
    *("harassment", "harassment/threatening", "hate", "hate/threatening", "illicit"),
    *("illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions"),
    *("sexual", "sexual/minors", "violence", "violence/graphic"),
}


def test_an_answer_has_every_member_that_a_client_of_the_protocol_reads(screener: Start) -> None:
    client = screener(finding("a", Category.VIOLENCE, 0.75))
    body = client.post("/v1/moderations", json={"input": "x y"}).json()
    assert body["id"].startswith("modr-")
    assert body["model"] == "zoetrope-text-1"
    (result,) = body["results"]
    assert result["flagged"] is True
    assert set(result["categories"]) == set(result["category_scores"]) == NAMES
    assert result["categories"]["violence"] is True
    assert result["categories"]["sexual"] is False
    assert result["category_scores"]["violence/graphic"] == 0.75
    assert result["category_applied_input_types"] == {name: ["text"] for name in NAMES}


@pytest.mark.parametrize(
    "given",
    ["one text", ["one text"], [{"type": "text", "text": "one text"}]],
    ids=["string", "list", "objects"],
)
def test_every_form_of_input_is_read(screener: Start, given: Any) -> None:
    seen: list[str] = []
    client = screener(Fake("a", lambda text, _: seen.append(text) or Answer("a", "1")))  # type: ignore[func-returns-value]
    answer = client.post("/v1/moderations", json={"input": given, "model": "omni"})
    assert answer.status_code == 200
    assert seen == ["one text"]


def test_results_stand_in_the_order_of_the_inputs_with_their_surfaces(screener: Start) -> None:
    def echo(text: str, surface: Surface) -> Answer:
        score = 0.9 if surface == Surface.DIALOGUE else 0.1
        return Answer(
            "a", "1", {Category.HATE: Coverage.ASSESSED}, (Hit(Category.HATE, score, term=text),)
        )

    client = screener(Fake("a", echo))
    texts = [f"text {number}" for number in range(32)]
    surfaces = ["prompt", "dialogue"] * 16
    body = client.post(
        "/v1/moderations", json={"input": texts, "zoetrope": {"surfaces": surfaces}}
    ).json()
    hits = [result["zoetrope"]["answers"][0]["hits"][0] for result in body["results"]]
    assert [hit["term"] for hit in hits] == texts
    assert [result["flagged"] for result in body["results"]] == [False, True] * 16


def test_what_is_sexual_beside_a_minor_is_told_as_sexual_minors(screener: Start) -> None:
    minors = Fake("b", lambda *_: Answer("b", "1", {Category.LIKENESS: Coverage.PARTIAL}, (), True))
    client = screener(finding("a", Category.SEXUAL, 0.6), minors)
    (result,) = client.post("/v1/moderations", json={"input": "x"}).json()["results"]
    assert result["categories"]["sexual/minors"] is True


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "input"),
        ({"input": []}, "input"),
        ({"input": 7}, "input"),
        ({"input": ["x"] * 33}, "input"),
        ({"input": ["x", 7]}, "input[1]"),
        ({"input": "x" * 8001}, "input[0]"),
        ({"input": [{"type": "image_url", "image_url": {"url": "x"}}]}, "input[0]"),
        ({"input": ["x", {"type": "text", "text": "y"}]}, "input"),
        ({"input": "x", "model": 7}, "model"),
        ({"input": "x", "zoetrope": {"surfaces": ["prompt", "prompt"]}}, "zoetrope.surfaces"),
        ({"input": "x", "zoetrope": {"surfaces": ["frame"]}}, "zoetrope.surfaces"),
        ({"input": "x", "zoetrope": {"surfaces": [["prompt"]]}}, "zoetrope.surfaces"),
        ({"input": "x", "zoetrope": 1}, "zoetrope.surfaces"),
    ],
)
def test_a_malformed_question_is_refused_in_the_protocols_words(
    screener: Start, body: dict[str, Any], param: str
) -> None:
    answer = screener(finding("a", Category.HATE, 0)).post("/v1/moderations", json=body)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["type"] == "invalid_request_error"
    assert error["param"] == param


def test_bodies_are_bounded_and_must_be_json(screener: Start) -> None:
    client = screener(finding("a", Category.HATE, 0))
    assert client.post("/v1/moderations", content=b"[1]").status_code == 400
    assert client.post("/v1/moderations", content=b"{" * 100_000).status_code == 400
    large = client.post("/v1/moderations", content=b" " * (512 * 1024 + 1))
    assert large.status_code == 413
    assert large.json()["error"]["code"] == "too_large"
    assert client.get("/v1/moderations").json()["error"]["type"] == "invalid_request_error"
    assert client.get("/nowhere").status_code == 404


def test_text_of_8000_characters_and_lone_surrogates_is_read(screener: Start) -> None:
    client = screener(finding("a", Category.HATE, 0))
    assert client.post("/v1/moderations", json={"input": "ä" * 8000}).status_code == 200
    assert client.post("/v1/moderations", content=rb'{"input": "a \ud800 b"}').status_code == 200


def test_a_key_is_asked_for_where_one_is_set(screener: Start) -> None:
    client = screener(finding("a", Category.HATE, 0), key="s3cret")
    question = {"input": "x"}
    wrong = client.post("/v1/moderations", json=question, headers={"Authorization": "Bearer no"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (401, "invalid_api_key")
    assert client.post("/v1/moderations", json=question).status_code == 401
    bearer = {"Authorization": "Bearer s3cret"}
    assert client.post("/v1/moderations", json=question, headers=bearer).status_code == 200
    assert client.get("/healthz").status_code == 200


def test_health_names_the_detectors(screener: Start) -> None:
    answer = screener(finding("a", Category.HATE, 0)).get("/healthz")
    assert answer.json() == {
        "status": "ready",
        "detectors": [{"name": "a", "version": "1", "hung": False}],
    }


def test_before_anything_is_loaded_nothing_is_judged(screener: Start) -> None:
    client = screener()
    assert client.get("/healthz").status_code == 503
    answer = client.post("/v1/moderations", json={"input": "x"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "loading")
    assert answer.headers["retry-after"]
