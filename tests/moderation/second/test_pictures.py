"""A second opinion on frames: only what it judged by the picture counts, and its silence holds."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from generation.models import Job
from generation.stages import Stage
from generation.states import JobState
from moderation.answers import Answer, Coverage
from moderation.categories import Category, Surface
from moderation.detectors import moderations_api
from moderation.detectors.base import Heard, Source
from moderation.inspection import inspect_film
from moderation.inspection.detectors import default_frame_detectors
from tests.generation.studio import Puppet, seen_nothing, submitted, worked
from tests.moderation.screener.fakes import send, stub_server

Respond = Callable[[BaseHTTPRequestHandler, bytes], None]


def seeing(scores: dict[str, Any], *, by_picture: tuple[str, ...] = ("violence",)) -> Respond:
    result = {
        "flagged": False,
        "categories": {},
        "category_scores": scores,
        "category_applied_input_types": {name: ["image"] for name in by_picture},
    }
    body = json.dumps({"id": "m", "model": "omni", "results": [result]}).encode()
    return lambda handler, _: send(handler, 200, body)


@pytest.fixture
def server(settings: Settings) -> Iterator[Callable[[Respond], None]]:
    with ExitStack() as servers:

        def point(respond: Respond) -> None:
            settings.MODERATIONS_URL = servers.enter_context(stub_server(respond))
            settings.MODERATIONS_IMAGES = True
            settings.MODERATIONS_MODEL = "omni-latest"

        yield point


class Deaf:
    def listen(self, path: Path, source: Source) -> Heard:
        return Heard((), complete=True, unexplained=(), detector="deaf", version="1")


def opinion(film: Path) -> Answer:
    found = inspect_film(
        film,
        source=Source(draws=None),
        detectors=moderations_api.configured(),
        listener=Deaf(),
    )
    ((surface, answer),) = found.answers
    assert surface == Surface.FRAME
    return answer


def test_it_looks_only_where_it_is_configured(settings: Settings) -> None:
    settings.MODERATIONS_URL = ""
    assert moderations_api.configured() == ()
    settings.MODERATIONS_URL, settings.MODERATIONS_IMAGES = "http://127.0.0.1:9", False
    assert moderations_api.configured() == ()
    settings.MODERATIONS_IMAGES = True
    assert [one.name for one in default_frame_detectors(())][-1] == moderations_api.NAME


def test_each_picture_is_sent_as_a_small_jpeg_alone(
    server: Callable[[Respond], None], blank_film: Path
) -> None:
    asked: list[Any] = []

    def noting(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        asked.append(json.loads(body))
        seeing({"violence": 0.1})(handler, body)

    server(noting)
    opinion(blank_film)
    assert 1 < len(asked) <= 16
    for body in asked:
        assert set(body) == {"input", "model"}
        ((item),) = body["input"]
        head, data = item["image_url"]["url"].split(",")
        assert (item["type"], head) == ("image_url", "data:image/jpeg;base64")
        assert base64.b64decode(data)[:2] == b"\xff\xd8"


def test_what_it_did_not_judge_by_the_picture_is_not_assessed(
    server: Callable[[Respond], None], blank_film: Path
) -> None:
    server(seeing({"violence": 0.7, "hate": 0.0, "sexual": 0.0}, by_picture=("violence",)))
    answer = opinion(blank_film)
    assert dict(answer.coverage) == {Category.VIOLENCE: Coverage.PARTIAL}
    assert {(hit.category, hit.score) for hit in answer.hits} == {(Category.VIOLENCE, 0.7)}
    assert all(hit.start_s is not None for hit in answer.hits)


@pytest.mark.parametrize(
    "respond",
    [
        seeing({"violence": 0.1}, by_picture=()),
        seeing({"violence": float("nan")}),
        seeing({"violence": 7}),
        seeing({}),
        lambda handler, _: send(handler, 429, b"{}"),
        lambda handler, _: send(handler, 200, b"[]"),
        lambda handler, _: send(handler, 200, b'{"model": "m", "results": [1, 2]}'),
        lambda handler, _: send(handler, 200, b"<html>"),
    ],
)
def test_a_broken_answer_is_none(
    server: Callable[[Respond], None], blank_film: Path, respond: Respond
) -> None:
    server(respond)
    assert opinion(blank_film) == Answer(moderations_api.NAME, "omni-latest")


def test_one_failure_among_many_pictures_is_a_failure(
    server: Callable[[Respond], None], blank_film: Path
) -> None:
    asked: list[int] = []

    def failing(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        asked.append(1)
        (send(handler, 500, b"") if len(asked) == 2 else seeing({"violence": 0})(handler, body))

    server(failing)
    assert opinion(blank_film).coverage == {}


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [True, False])
def test_its_silence_holds_the_film(
    creator: Any,
    puppet: Callable[..., Puppet],
    monkeypatch: pytest.MonkeyPatch,
    answers: bool,
) -> None:
    """Whatever all others assessed."""
    puppet()
    coverage = {Category.VIOLENCE: Coverage.PARTIAL} if answers else {}

    def seen(path: Path, **more: Any) -> Any:
        found = seen_nothing(path, **more)
        found.answers.append((Surface.FRAME, Answer(moderations_api.NAME, "1", coverage)))
        return found

    monkeypatch.setattr("generation.work.inspecting.inspect_film", seen)
    job = worked(submitted(creator), Stage.RENDER, Stage.INSPECT)
    expected = JobState.INSPECTED if answers else JobState.HELD
    assert Job.objects.get(pk=job.pk).state == expected
