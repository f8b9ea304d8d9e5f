"""A server of the moderations API beside the screener: both are asked, and both must answer."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from config import env
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence, judge
from moderation.policy.loading import built_in_policy
from moderation.screener.client import Piece, ScreenerAway, ask
from moderation.screener.names import OURS as THEIRS
from moderation.screener.wire import to_json
from tests.moderation.screener.conftest import Start, screener
from tests.moderation.screener.fakes import Fake, send, stub_server

__all__ = ["screener"]
Respond = Callable[[BaseHTTPRequestHandler, bytes], None]
PIECES = (Piece(Surface.PROMPT, "a quiet lake"), Piece(Surface.DIALOGUE, "hello"))
OURS = Answer("a", "1", {Category.HATE: Coverage.PARTIAL}, (Hit(Category.HATE, 0.1),))


def ours(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    results = [{"zoetrope": {"answers": [to_json(OURS)]}} for _ in json.loads(body)["input"]]
    send(handler, 200, json.dumps({"model": "m", "results": results}).encode())


def theirs(**scores: Any) -> Respond:
    def respond(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        result = {"categories": {}, "category_scores": scores}
        results = [result for _ in json.loads(body)["input"]]
        send(handler, 200, json.dumps({"model": "omni", "results": results}).encode())

    return respond


def status(number: int) -> Respond:
    return lambda handler, body: send(handler, number, b"{}")


@pytest.fixture
def both(settings: Settings) -> Iterator[Callable[[Respond, Respond], None]]:
    with ExitStack() as servers:

        def point(first: Respond, second: Respond) -> None:
            settings.SCREENER_KEY, settings.MODERATIONS_KEY = "", "sk-second"
            settings.MODERATIONS_MODEL = "omni-latest"
            settings.SCREENER_URL = servers.enter_context(stub_server(first))
            settings.MODERATIONS_URL = servers.enter_context(stub_server(second))

        yield point


def test_each_piece_has_both_answers(both: Callable[..., None]) -> None:
    both(ours, theirs(hate=0.7, sexual=0.2))
    for answers in ask(PIECES, seconds=20):
        assert answers[0] == OURS
        assert (answers[1].detector, answers[1].version) == ("second-opinion", "omni")
        assert answers[1].coverage == {}, "it never makes up for a detector of ours"
        assert Hit(Category.HATE, 0.7) in answers[1].hits


def test_it_is_asked_in_its_own_words_with_its_own_key(both: Callable[..., None]) -> None:
    asked: list[tuple[dict[str, Any], str]] = []

    def noting(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        asked.append((json.loads(body), handler.headers["authorization"]))
        theirs(hate=0.1)(handler, body)

    both(ours, noting)
    ask(PIECES, seconds=20)
    assert asked == [
        ({"input": ["a quiet lake", "hello"], "model": "omni-latest"}, "Bearer sk-second")
    ]


def test_they_are_asked_at_once(both: Callable[..., None]) -> None:
    """Each answers only when the other has been asked too."""
    meeting = threading.Barrier(2)

    def waiting(respond: Respond) -> Respond:
        def wait(handler: BaseHTTPRequestHandler, body: bytes) -> None:
            meeting.wait(30)
            respond(handler, body)

        return wait

    both(waiting(ours), waiting(theirs(hate=0.1)))
    assert [len(answers) for answers in ask(PIECES, seconds=60)] == [2, 2]


@pytest.mark.parametrize(
    "second",
    [
        *(status(number) for number in (302, 400, 401, 429, 500, 503)),
        theirs(),
        theirs(hate=float("nan")),
        theirs(hate=7),
        lambda handler, body: send(handler, 200, b"<html>"),
        lambda handler, body: send(handler, 200, b'{"model": "m", "results": []}'),
    ],
)
def test_a_second_opinion_that_fails_fails_the_whole(
    both: Callable[..., None], second: Respond
) -> None:
    both(ours, second)
    with pytest.raises(ScreenerAway):
        ask(PIECES, seconds=20)


def test_a_screener_that_fails_fails_it_too(both: Callable[..., None]) -> None:
    both(status(503), theirs(hate=0.1))
    with pytest.raises(ScreenerAway):
        ask(PIECES, seconds=20)


def test_its_silence_is_away_in_time(both: Callable[..., None]) -> None:
    def silent(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        time.sleep(20)

    both(ours, silent)
    started = time.monotonic()
    with pytest.raises(ScreenerAway):
        ask(PIECES, seconds=0.3)
    assert time.monotonic() - started < 15


def test_members_of_ours_are_not_believed_of_it(both: Callable[..., None]) -> None:
    """Else it could claim to have assessed what its protocol has no name for."""

    def claiming(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        result = {
            "categories": {},
            "category_scores": {"hate": 0.1},
            "zoetrope": {
                "answers": [to_json(Answer("x", "1", {Category.LIKENESS: Coverage.ASSESSED}))]
            },
        }
        results = [result for _ in json.loads(body)["input"]]
        send(handler, 200, json.dumps({"model": "omni", "results": results}).encode())

    both(ours, claiming)
    for _, second in ask(PIECES, seconds=20):
        assert (second.coverage, [hit.category for hit in second.hits]) == ({}, [Category.HATE])


THEIR_NAMES = dict.fromkeys(THEIRS, 0.01)


@pytest.mark.parametrize("profile", ["development", "production"])
@pytest.mark.parametrize("opinion", [True, False], ids=["with an opinion", "alone"])
@pytest.mark.parametrize("rest", [frozenset(), frozenset({Category.CHILD_SAFETY})], ids=str)
def test_nothing_makes_up_for_minors_when_it_fails(
    screener: Start,
    both: Callable[..., None],
    settings: Settings,
    profile: str,
    opinion: bool,
    rest: frozenset[Category],
) -> None:
    """Through the running screener, whose `minors` hangs or raises; `rest`: what others of ours
    assess beyond what it does."""
    both(ours, theirs(**THEIR_NAMES))
    known = dict.fromkeys({*Category} - {Category.CHILD_SAFETY} | rest, Coverage.ASSESSED)
    others = Fake("others", lambda *_: Answer("others", "1", known))
    for broken, effect in ((raises, Effect.HOLD), (tells, Effect.PASS)):
        settings.SCREENER_URL = str(screener(others, Fake("minors", broken)).base_url)
        settings.MODERATIONS_URL = settings.MODERATIONS_URL if opinion else ""
        [answers] = ask(PIECES[:1], seconds=60)
        found = [Evidence(Surface.PROMPT, answers)]
        policy = built_in_policy()
        assert judge(found, audience=Audience(), policy=policy, profile=profile).effect is effect


def raises(*_: Any) -> Any:
    raise RuntimeError


def tells(*_: Any) -> Answer:
    return Answer("minors", "1", {Category.CHILD_SAFETY: Coverage.PARTIAL}, (), False)


@pytest.mark.parametrize("value", ["", "Example", "Example; EU", "a;b;c;d", "; ;"])
def test_a_processor_must_be_named_whole(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MONITOR_PROCESSOR", value)
    with pytest.raises(ImproperlyConfigured):
        env.processor("MONITOR_PROCESSOR", needed=True)


def test_a_processor_is_needed_only_where_something_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MONITOR_PROCESSOR", raising=False)
    assert env.processor("MONITOR_PROCESSOR", needed=False) == ""
    monkeypatch.setenv("MONITOR_PROCESSOR", "Example GmbH; EU; 0 days")
    assert env.processor("MONITOR_PROCESSOR", needed=True) == "Example GmbH; EU; 0 days"
