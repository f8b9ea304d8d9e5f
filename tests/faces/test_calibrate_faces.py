"""The command, on two "people" computed from one portrait: it shows that the counting is right, and
nothing about how well dlib tells people apart."""

import json
import os
import sys
import threading
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from lib.faces.embedding import embeddings
from tests.faces.pack import mark, planted
from tests.faces.sitters import VARIANTS, Picture, portrait, sitter
from tests.media import pictures

SKIPPED = {
    "nobody/empty.png": "no_face",
    "nobody/two.png": "several_faces",
    "nobody/torn.jpg": "unreadable",
    "nobody/notes.txt": "not_a_picture",
    "loose.png": "not_in_a_persons_folder",
}


def save(path: Path, picture: Picture) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Computed once, and only read."""
    people = tmp_path_factory.mktemp("calibrating") / "people"
    for name in ("wide", "close"):
        save(people / name / "as_is.png", sitter(name))
        save(people / name / "darker.png", VARIANTS["darker"](sitter(name)))
    save(people / "nobody" / "empty.png", pictures.waves(64, 64))
    save(people / "nobody" / "two.png", np.hstack([portrait(), portrait()]))
    save(people / "loose.png", portrait())
    (people / "nobody" / "torn.jpg").write_bytes(b"\xff\xd8\xff torn")
    (people / "nobody" / "notes.txt").write_text("who is who")
    return people


def told(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("calibrate_faces", str(folder), *options, stdout=out)
    return out.getvalue()


def test_rates_at_the_thresholds_and_around_them(folder: Path) -> None:
    report = json.loads(told(folder, "--json"))
    assert (report["people"], report["pictures"]) == (2, 4)
    assert {one["file"]: one["why"] for one in report["skipped"]} == SKIPPED
    at = {one["threshold"]: one for one in report["outcomes"]}
    used = report["thresholds"]
    assert used["match"] in at
    assert used["grey"] in at
    assert len(at) > 20
    matched = {name: at[used["match"]][name] for name in ("fmr", "fnmr", "fpir", "fnir")}
    assert {name: (rate["errors"], rate["n"]) for name, rate in matched.items()} == {
        "fmr": (0, 4), "fnmr": (0, 2), "fpir": (0, 4), "fnir": (0, 4),
    }  # fmt: skip
    assert matched["fmr"]["low"] == 0.0
    assert matched["fmr"]["high"] == pytest.approx(0.4899, abs=0.0001)
    assert at[1.4]["fpir"]["errors"] == 4


@pytest.mark.slow
def test_plain_text_says_the_same(folder: Path) -> None:
    text = told(folder)
    assert "4 pictures of 2 people, 5 skipped" in text
    assert "0.56*  0/4 0.0000 [0.0000, 0.4899]" in text
    assert "0.64~" in text
    for file, why in SKIPPED.items():
        assert f"skipped: {file}: {why}" in text


_opened_to_write: list[str] | None = None
_watched_thread: int | None = None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook cannot be taken off again, so it is there for good and mostly asleep; and it
    hears every thread, so also what earlier tests left running."""
    if _opened_to_write is None or threading.get_ident() != _watched_thread:
        return
    if event == "open" and isinstance(arguments[2], int):
        if arguments[2] & (os.O_WRONLY | os.O_RDWR):
            _opened_to_write.append(str(arguments[0]))
    elif event in {"os.rename", "os.mkdir", "socket.connect", "sqlite3.connect"}:
        _opened_to_write.append(event)


@pytest.mark.slow
def test_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    """No file is opened to be written, nobody is connected to (and this test has no database)."""
    global _opened_to_write, _watched_thread  # noqa: PLW0603
    told(folder)  # what is imported or compiled for the first time
    sys.addaudithook(_watch)
    written: list[str] = []
    _watched_thread = threading.get_ident()
    _opened_to_write = written
    try:
        with embeddings() as made:
            told(folder)
        (tmp_path / "probe").write_text("that the hook is awake")
    finally:
        _opened_to_write = None
    assert made.count == 4
    assert written == [str(tmp_path / "probe")]


def test_a_pack_is_calibrated_before_it_has_thresholds(insightface: Any, tmp_path: Path) -> None:
    for number, name in enumerate(("noisy", "darker")):
        picture = VARIANTS[name](planted()).copy()
        mark(picture)
        save(tmp_path / "ada" / f"{number}.png", picture)
    report = json.loads(told(tmp_path, "--json"))
    assert report["thresholds"] is None
    assert report["mark"]["kind"] == "insightface"
    assert report["outcomes"][0]["fmr"] == {
        "errors": 0, "n": 0, "rate": None, "low": None, "high": None,
    }  # fmt: skip
    assert "none set: choose FACE_MATCH_AT" in told(tmp_path)


def test_there_must_be_something_to_count(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No picture"):
        told(tmp_path)
    with pytest.raises(CommandError, match="No such folder"):
        told(tmp_path / "none")


def test_a_worker_may_not(folder: Path, settings: Any) -> None:
    settings.ROLE = "worker"
    with pytest.raises(CommandError, match="embedding_outside_likeness"):
        told(folder)
