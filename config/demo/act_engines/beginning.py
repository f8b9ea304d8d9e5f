"""Films that begin with a picture, and the pictures that none begins with."""

import io
import time
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from config.demo.act_engines.asking import (
    SECONDS,
    SIZE,
    asked,
    begun,
    draft_of,
    fetched,
    outcome,
    shape,
    until,
)
from config.demo.act_engines.cast import operator, person
from config.demo.act_engines.models import DRAWN_HERE, FARM
from config.demo.act_engines.offering import farm_offered
from config.demo.cast import code
from config.demo.filming.portrait import portrait
from config.demo.patience import PATIENCE, waiting
from config.demo.story import Seen, Step
from config.demo.world import World
from lib.media.frames import frames_at

PLACE = "/uploads/reference-images"
Picture = NDArray[np.uint8]
WIDE, HIGH = 360, 640  # of what is sent: the shape of SIZE
FPS = 24
ALIKE = 12.0  # mean difference of 255; another picture is farther than 50


def _begun_with(world: World, broken: bool) -> Seen:
    picture = _sent(world, "first-frame", _png(_gradient()), "image/png")
    wish = {"model": DRAWN_HERE, "input_image": picture}
    early = asked(world, "maker", "too-early", **wish)
    _found_fine(world, picture)
    if broken:
        wish.pop("input_image")
    answer = asked(world, "maker", "begun-with", **wish)
    answer.raise_for_status()
    ended = until(world, "maker", answer.json()["id"])
    film = fetched(world, "maker", ended, "begun-with-a-picture")
    (first,) = frames_at(film, (0.0,), max_side=HIGH)
    return {
        "before_anybody_looked": code(early),
        "ends": outcome(ended),
        "film": shape(film),
        "names_the_picture": ended["input_image"] == picture,
        "first_frame_is_like_it": _apart(first.image, _gradient()) < ALIKE,
    }


def _refused(world: World, broken: bool) -> Seen:
    still = httpx.get(_poster(world), timeout=PATIENCE).content
    somebody = _framed(portrait())
    if broken:  # the pixels without the signature, and nobody
        with Image.open(io.BytesIO(still)) as picture:
            still = _webp(np.asarray(picture.convert("RGB")))
        somebody = _gradient()
    return {
        "still_of_a_film": _outcome(world, "still", still, "image/webp", broken),
        "somebody": _outcome(world, "somebody", _png(somebody), "image/png", broken),
    }


def _outcome(world: World, key: str, content: bytes, kind: str, broken: bool) -> list[Any]:
    """What is said of a picture, and of the wish for a film of it."""
    picture = _sent(world, key, content, kind)
    shown = _looked_at(world, picture, seconds=waiting(broken))
    wish = asked(world, "maker", f"film-of-{key}", model=DRAWN_HERE, input_image=picture)
    return [shown["status"], [one["code"] for one in shown["problems"]], *code(wish)]


def _sent(world: World, key: str, content: bytes, kind: str) -> str:
    """As an app does it: a place for it, the bytes, and the word that they are there."""
    maker = person(world, "maker")
    begun = maker.call("POST", PLACE, {"content_type": kind}, key=f"demo-picture-{key}")
    begun.raise_for_status()
    picture, target = str(begun.json()["id"]), begun.json()["upload"]
    sent = httpx.put(target["url"], content=content, headers=target["headers"], timeout=PATIENCE)
    sent.raise_for_status()
    maker.call("POST", f"{PLACE}/{picture}/submit").raise_for_status()
    return picture


def _found_fine(world: World, picture: str) -> None:
    """No model here can see everybody: a person looks."""
    staff, deadline = operator(world), time.monotonic() + PATIENCE
    while (page := staff.review_of(picture)) is None:
        if time.monotonic() > deadline:
            raise TimeoutError("nobody is asked about the picture")
        time.sleep(0.5)
    staff.decide(page, "fine_for_all")
    _looked_at(world, picture, seconds=PATIENCE)


def _looked_at(world: World, picture: str, *, seconds: float) -> dict[str, Any]:
    """As its sender reads it once that is over, or after so long."""
    deadline = time.monotonic() + seconds
    while True:
        shown = dict(person(world, "maker").call("GET", f"{PLACE}/{picture}").json())
        if shown["status"] != "pending" or time.monotonic() > deadline:
            return shown
        time.sleep(0.3)


def _poster(world: World) -> str:
    """The address of the still that comes with a film: of a flat field, for the gate takes some
    drawn boats for faces."""
    farm_offered(world)
    flat = until(world, "maker", begun(world, "maker", "flat", model=FARM))
    return str(draft_of(world, "maker", flat)["assets"]["poster"]["url"])


def _gradient() -> Picture:
    """Red grows to the right and green downwards: any turn, crop or mirror of it is another."""
    across, down = np.meshgrid(np.linspace(0, 255, WIDE), np.linspace(0, 255, HIGH))
    return np.stack([across, down, np.full_like(across, 60)], -1).astype(np.uint8)


def _framed(head: Picture) -> Picture:
    """Somebody before a wall."""
    wall = np.full((HIGH, WIDE, 3), (200, 190, 170), np.uint8)
    top, left = (HIGH - head.shape[0]) // 2, (WIDE - head.shape[1]) // 2
    wall[top : top + head.shape[0], left : left + head.shape[1]] = head
    return wall


def _apart(one: Picture, other: Picture) -> float:
    """Mean difference of two pictures of one shape, of 255."""
    sized = Image.fromarray(one).resize((other.shape[1], other.shape[0]))
    return float(np.abs(np.asarray(sized, np.float64) - other).mean())


def _png(picture: Picture) -> bytes:
    return _file(picture, "PNG")


def _webp(picture: Picture) -> bytes:
    return _file(picture, "WEBP")


def _file(picture: Picture, kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, kind)
    return buffer.getvalue()


STORY = [
    Step(
        "begins_with_a_picture",
        "maker",
        "sends a picture that a person finds fine, and has a film begin with it",
        {
            "before_anybody_looked": [409, "reference_not_ready"],
            "ends": ["completed", None],
            "film": [SIZE, SECONDS * FPS, float(FPS)],
            "names_the_picture": True,
            "first_frame_is_like_it": True,
        },
        _begun_with,
    ),
    Step(
        "pictures_refused",
        "maker",
        "sends the still of a film that was made here, and a portrait: no film begins with them",
        {
            "still_of_a_film": ["refused", ["made_here"], 422, "input_moderation"],
            "somebody": ["refused", ["person_in_picture"], 422, "likeness"],
        },
        _refused,
    ),
]
