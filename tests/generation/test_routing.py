"""Which engine makes what nobody chose one for."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from generation.engines import registry
from generation.engines.base import Size
from generation.making.checking import checked_making
from generation.making.wanted import Wanted
from generation.models import Offer, StopSwitch
from generation.tools import Tool
from tests.client import Api
from tests.generation.tools.begun import begin_with, sent

BALL = "a red ball bounces over green grass"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def suited(settings: Settings) -> None:
    settings.SUITED_MODEL = True


def chosen(maker: Any, **wanted: Any) -> str:
    asked = {"prompt": BALL, "size": "720x1280", "seconds": 4, **wanted}
    return checked_making(Wanted(**asked), maker=maker).engine


@pytest.mark.parametrize("size", [size.value for size in Size])
@pytest.mark.parametrize("prompt", [BALL, "Under the Moon, a red ball falls."])
def test_the_small_model_makes_what_it_understands(creator: Any, prompt: str, size: str) -> None:
    assert chosen(creator, prompt=prompt, size=size) == "shapes"


@pytest.mark.parametrize(
    ("prompt", "seconds"),
    [
        ("a dog runs over green grass", 4),
        (BALL, 8),
    ],
    ids=["word", "length"],
)
def test_sketch_makes_the_rest(creator: Any, prompt: str, seconds: int) -> None:
    assert chosen(creator, prompt=prompt, seconds=seconds) == "sketch"


def test_only_where_the_operator_wants_it(creator: Any, settings: Settings) -> None:
    settings.SUITED_MODEL = False
    assert chosen(creator) == "sketch"


def test_which_world_is_small_its_engine_says(
    creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = registry._ENGINES["shapes"]
    monkeypatch.setitem(registry._ENGINES, "shapes", replace(entry, suits=lambda _: False))
    assert chosen(creator) == "sketch"
    monkeypatch.setitem(registry._ENGINES, "shapes", replace(entry, suits=None))
    assert chosen(creator) == "sketch"


def test_a_model_that_is_named_is_taken(creator: Any) -> None:
    assert chosen(creator, engine="sketch") == "sketch"
    assert chosen(creator, engine="shapes", prompt="a dog runs") == "shapes"


def test_what_is_not_offered_is_not_chosen(creator: Any) -> None:
    Offer.objects.create(engine="sketch", band="adult", set_by="test")
    assert chosen(creator) == "sketch"


@pytest.mark.parametrize(("stopped", "drawn"), [("shapes", "sketch"), ("sketch", "shapes")])
def test_what_is_stopped_is_not_chosen(creator: Any, stopped: str, drawn: str) -> None:
    StopSwitch.objects.create(engine=stopped, engaged_by="test", reason="test")
    assert chosen(creator) == drawn


def test_a_video_that_begins_with_a_picture_is_made_by_the_default(
    api: Api, creator: Any, media_dir: Path
) -> None:
    made = begin_with(api, creator, sent(creator), prompt=BALL, seconds=4)
    assert (made.status_code, made.json()["model"]) == (202, "sketch")


def test_a_storyboard_is_made_by_the_default(creator: Any) -> None:
    beats = [{"at": 0, "prompt": BALL}, {"at": 2, "prompt": BALL}]
    assert chosen(creator, tool=Tool.STORYBOARD, beats=beats) == "sketch"


def test_the_answer_says_which(creator: Any, api: Api) -> None:
    body = {"prompt": BALL, "size": "720x1280", "seconds": 4}
    made = api.post("/generations", body, as_=creator, key="suited")
    assert made.json()["model"] == "shapes"
