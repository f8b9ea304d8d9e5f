"""What is somebody's own they take with them: one file, signed, that anybody can check."""

import json
import time
import zipfile
from pathlib import Path
from typing import Any

from config.demo.act_people.cast import SCENE, film, person, unused
from config.demo.cast import code
from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World
from lib.archives import MANIFEST, faults_of
from lib.crypto.ed25519 import public_keys

EXPORTS = "/me/exports"


def _opened(world: World, broken: bool) -> Seen:
    maker = person(world, "maker")
    made = film(world, "maker")
    unproven = maker.call("POST", EXPORTS, {"password": "a guess"}, key=unused())
    asked = maker.call("POST", EXPORTS, {"password": maker.password}, key=unused())
    second = maker.call("POST", EXPORTS, {"password": maker.password}, key=unused())
    shown = _ready(maker, asked.json()["id"])
    path = world.output / "archive.zip"
    path.write_bytes(maker.http.get(shown["download"]["url"]).content)
    if broken:
        _flip_a_byte(path)
    trusted = public_keys([shown["download"]["signer"]["public_key"]])
    faults = faults_of(path, trusted=trusted)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        words = [one["prompt"] for one in _records(archive, "generation/Job")]
        told = json.loads(archive.read(MANIFEST))
    events = maker.call("GET", "/me/events?limit=100").json()["results"]
    return {
        "by_a_guess": code(unproven),
        "another_meanwhile": code(second),
        "what_does_not_hold": faults,
        "my_words": words == [SCENE],
        "my_film": f"films/{made['draft']}/video.mp4" in names,
        "made_for_me": told["person"] == maker.call("GET", "/me").json()["id"],
        "told": sum(one["type"] == "export.ready" for one in events),
    }


def _ends(world: World, broken: bool) -> Seen:
    maker, other = person(world, "maker"), person(world, "stranger")
    first = maker.call("POST", EXPORTS, {"password": maker.password}, key=unused())
    if first.status_code == 409:
        raise RuntimeError("the archive of the step before is still being made")
    shown = _ready(maker, first.json()["id"])
    address = shown["download"]["url"]
    before = maker.http.get(address).status_code
    if not broken:
        again = maker.call("POST", EXPORTS, {"password": maker.password}, key=unused())
        _ready(maker, again.json()["id"])
    place = f"{EXPORTS}/{first.json()['id']}"
    return {
        "its_address_opens_it": before,
        "to_somebody_else": code(other.call("GET", place)),
        "once_another_was_made": maker.call("GET", place).json()["state"],
        "its_address_then": _status_once_gone(maker, address, broken),
    }


def _ready(who: Person, export: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        shown: dict[str, Any] = who.call("GET", f"{EXPORTS}/{export}").json()
        if shown["state"] not in {"waiting", "building"}:
            return shown
        time.sleep(0.2)
    raise TimeoutError("no archive was made")


def _status_once_gone(who: Person, address: str, broken: bool) -> int:
    """The file goes by a message of its own."""
    deadline = time.monotonic() + (0 if broken else PATIENCE)
    while (status := who.http.get(address).status_code) == 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    return status


def _records(archive: zipfile.ZipFile, table: str) -> list[Any]:
    lines = archive.read(f"data/{table}.jsonl").splitlines()
    return [json.loads(line) for line in lines]


def _flip_a_byte(path: Path) -> None:
    """In the middle of the film, which no ZIP reader is asked for."""
    with zipfile.ZipFile(path) as archive:
        films = [one for one in archive.infolist() if one.filename.endswith("video.mp4")]
        at = films[0].header_offset + 200 + films[0].file_size // 2
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


STEPS = [
    Step(
        "export_opened",
        "maker",
        "asks for all that is theirs, downloads it, verifies the signature and reads their words",
        {
            "by_a_guess": [403, "incorrect_password"],
            "another_meanwhile": [409, "export_on_its_way"],
            "what_does_not_hold": [],
            "my_words": True,
            "my_film": True,
            "made_for_me": True,
            "told": 1,
        },
        _opened,
    ),
    Step(
        "export_ends",
        "maker",
        "asks for another: the first ends and its address opens nothing, and it was nobody else's",
        {
            "its_address_opens_it": 200,
            "to_somebody_else": [404, "not_found"],
            "once_another_was_made": "ended",
            "its_address_then": 404,
        },
        _ends,
    ),
]
