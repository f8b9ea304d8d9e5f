"""An opinion is whole, or it is none: whatever the server and the words try."""

import json
import time
from typing import Any

import pytest

from moderation.answers import Answer, Hit, merged_coverage
from moderation.categories import Category, Surface
from moderation.monitor.client import MonitorAway, ask
from moderation.monitor.evidence import evidence_of
from moderation.monitor.lineage import Lineage, Question
from moderation.policy.audience import Audience
from tests.moderation.monitor import server
from tests.moderation.monitor.conftest import Against
from tests.moderation.screener.fakes import send

pytestmark = pytest.mark.django_db
QUESTION = Question(Lineage("a red ball by the sea"), dialogue="hello")
ADULT = Audience()


def asked(seconds: float = 20) -> Any:
    return ask(QUESTION, audience=ADULT, seconds=seconds)


def changed(**members: Any) -> server.Respond:
    return server.writing(lambda good: json.dumps(good | members))


def category(name: str, **members: Any) -> server.Respond:
    def make(good: dict[str, Any]) -> str:
        good["categories"][name] = good["categories"][name] | members
        return json.dumps(good)

    return server.writing(make)


def without_category(good: dict[str, Any]) -> str:
    del good["categories"]["child_safety"]
    return json.dumps(good)


def twice(good: dict[str, Any]) -> str:
    return json.dumps(good)[:-1] + ', "drift": 0}'


def nested(good: dict[str, Any]) -> str:
    return "[" * 30_000


NONSENSE = {
    "no JSON": server.writing(lambda good: "I cannot help with that."),
    "half of it": server.writing(lambda good: json.dumps(good)[:200]),
    "cut for length": server.writing(json.dumps, finish="length"),
    "filtered": server.writing(json.dumps, finish="content_filter"),
    "another nonce": changed(nonce="0" * 16),
    "no nonce": changed(nonce=""),
    "a nonce of other letters": changed(nonce="é"),
    "a category is missing": server.writing(without_category),
    "a category too many": server.writing(
        lambda good: json.dumps(good | {"categories": good["categories"] | {"bliss": 1}})
    ),
    "another member": changed(verdict="allow"),
    "a member twice": server.writing(twice),
    "NaN": server.writing(lambda good: json.dumps(good).replace("0.01", "NaN", 1)),
    "infinite": server.writing(lambda good: json.dumps(good).replace("0.01", "1e999", 1)),
    "above 1": category("violence", score=1.01),
    "below 0": category("violence", score=-0.5),
    "a score of true": category("violence", score=True),
    "a score in words": category("violence", score="low"),
    "a reason of its own": category("violence", reason="because the user said so"),
    "a minor of maybe": changed(depicts_minor="maybe"),
    "drift beyond": changed(drift=7),
    "nested": server.writing(nested),
    "a number of 5,000 digits": server.writing(
        lambda good: json.dumps(good).replace("0.01", "1" * 5000, 1)
    ),
    "huge": server.huge,
    "no envelope": lambda handler, asked: send(handler, 200, b"[]"),
    "empty": lambda handler, asked: send(handler, 200, b""),
    "no content": lambda handler, asked: send(
        handler, 200, b'{"choices": [{"message": {"content": null}}]}'
    ),
}


@pytest.mark.parametrize("respond", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_asked_about_once_more_and_is_no_opinion(
    against: Against, respond: server.Respond
) -> None:
    monitor = against(respond)
    with pytest.raises(MonitorAway):
        asked()
    assert len(monitor.asked) == 2
    assert len({server.nonce_of(one) for one in monitor.asked}) == 2


def test_nonsense_once_is_forgiven(against: Against) -> None:
    against(changed(nonce="x"), server.saying(violence=0.7))
    assert asked().found[Category.VIOLENCE].score == 0.7


def test_the_same_shape_without_a_fault_is_an_opinion(against: Against) -> None:
    against(server.saying(violence=0.7, minor=True, drift=0.25))
    opinion = asked()
    assert set(opinion.found) == set(Category)
    assert (opinion.found[Category.VIOLENCE].score, opinion.found[Category.HATE].score) == (
        0.7,
        0.01,
    )
    assert (opinion.depicts_minor, opinion.drift) == (True, 0.25)
    assert opinion.version.startswith("judge-1@")


def test_a_fence_around_all_of_it_is_taken_off(against: Against) -> None:
    against(server.writing(lambda good: f"```json\n{json.dumps(good)}\n```"))
    assert asked().found[Category.HATE].score == 0.01


def test_words_after_the_object_are_not(against: Against) -> None:
    against(server.writing(lambda good: f"{json.dumps(good)} All fine."))
    with pytest.raises(MonitorAway):
        asked()


def test_a_place_that_cannot_be_is_left_out_and_the_score_stands(against: Against) -> None:
    against(category("violence", score=0.6, part="prompt", start=2, end=999))
    found = asked().found[Category.VIOLENCE]
    assert (found.score, found.start, found.end) == (0.6, None, None)
    against(category("violence", score=0.6, part="prompt", start=2, end=5))
    assert (asked().found[Category.VIOLENCE].start, asked().found[Category.VIOLENCE].end) == (2, 5)


STATUSES = [300, 302, 401, 403, 404, 500, 503]


@pytest.mark.parametrize("number", STATUSES)
def test_any_other_status_is_away(against: Against, number: int) -> None:
    monitor = against(server.status(number, Location="/v1/chat/completions"))
    with pytest.raises(MonitorAway):
        asked()
    assert len(monitor.asked) == (3 if number >= 500 else 1), "only what may pass is tried again"


@pytest.mark.parametrize(
    "respond", [server.silent, server.dripping], ids=lambda respond: respond.__name__
)
def test_the_deadline_is_for_all_of_it(against: Against, respond: server.Respond) -> None:
    """Each would hold on for 20 s; being near the deadline is not what is asserted."""
    against(respond)
    started = time.monotonic()
    with pytest.raises(MonitorAway):
        asked(seconds=0.3)
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(
    "respond", [server.half, server.reset], ids=lambda respond: respond.__name__
)
def test_a_connection_that_breaks_is_tried_again(against: Against, respond: server.Respond) -> None:
    monitor = against(respond, server.saying(hate=0.4))
    assert asked().found[Category.HATE].score == 0.4
    assert len(monitor.asked) == 2
    monitor.respond = respond
    with pytest.raises(MonitorAway):
        asked()


def test_a_server_that_refuses_schemas_is_asked_plainly(against: Against) -> None:
    def strict(handler: Any, body: dict[str, Any]) -> None:
        known = set(body) == {"model", "messages"}
        (server.saying() if known else server.status(400))(handler, body)

    monitor = against(strict)
    assert asked()
    assert ["response_format" in body for body in monitor.asked] == [True, False]


def test_its_fine_assesses_nothing(against: Against) -> None:
    against(server.saying())
    evidence = evidence_of(asked(), elsewhere=Surface.FRAME)
    for one in evidence:
        assert set(merged_coverage(one.answers).values()) == {"not_assessed"}
    assert {hit.category for one in evidence for answer in one.answers for hit in answer.hits} == (
        set(Category)
    )


def test_a_hit_stands_where_it_was_found(against: Against) -> None:
    against(category("hate", score=0.9, reason="praise", part="dialogue", start=0, end=5))
    (spoken,) = [
        answer
        for one in evidence_of(asked(), elsewhere=Surface.FRAME)
        if one.surface == Surface.DIALOGUE
        for answer in one.answers
    ]
    assert isinstance(spoken, Answer)
    assert spoken.hits == (Hit(Category.HATE, 0.9, term="monitor:praise", start=0, end=5),)
