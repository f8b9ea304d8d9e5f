"""The real detectors in the real process."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from pytest_django import Settings

from config.stack.ports import free_port
from moderation.answers import Coverage
from moderation.categories import Category, Surface
from moderation.detectors import minilm
from moderation.detectors.base import TextDetector
from moderation.detectors.minilm.encoder import BrokenVectors, Encoder
from moderation.detectors.minilm.export import DamagedExport, checked, ensure_exported
from moderation.screener.client import Piece, ask
from tests.encoders import encoder_home
from tests.moderation.screener.conftest import wait_for

pytestmark = pytest.mark.slow

CALM = "A painter sets up her easel by the river and mixes a soft green for the trees. " * 12
BAD = "The soldier cuts the prisoner's throat and blood sprays over the wall."


@pytest.fixture(scope="module")
def folder() -> Path:
    """A data folder with the encoder in it."""
    return encoder_home()


@pytest.fixture(scope="module")
def detector(folder: Path) -> TextDetector:
    return minilm.build(folder)


def _score(detector: TextDetector, text: str, category: Category) -> float:
    answer = detector.assess(text, surface=Surface.PROMPT)
    assert answer.coverage[category] == Coverage.ASSESSED
    return next(hit.score for hit in answer.hits if hit.category == category)


def test_harm_is_found_and_harmless_scenes_pass(detector: TextDetector) -> None:
    assert _score(detector, BAD, Category.VIOLENCE) >= 0.5
    for calm in ("a cat chases a ball of yarn", "three red balloons rise over a green field"):
        answer = detector.assess(calm, surface=Surface.PROMPT)
        assert len(answer.coverage) == len(answer.hits) == 8
        assert all(hit.score < 0.5 for hit in answer.hits)


def test_padding_does_not_hide_a_sentence_and_its_place_is_told(detector: TextDetector) -> None:
    text = CALM * 3 + BAD + " " + CALM * 3
    assert len(text) < 8000
    answer = detector.assess(text, surface=Surface.PROMPT)
    hit = next(hit for hit in answer.hits if hit.category == Category.VIOLENCE)
    assert hit.score >= 0.5
    assert hit.start is not None
    assert hit.end is not None
    assert BAD in text[hit.start : hit.end]
    assert hit.end - hit.start < 4 * len(BAD)


def test_what_is_not_english_is_not_assessed(detector: TextDetector) -> None:
    answer = detector.assess(
        "Der Mann rennt mit einem Hammer auf die Frau zu", surface=Surface.PROMPT
    )
    assert (answer.coverage, answer.hits) == ({}, ())


def test_nothing_to_read_is_assessed_without_a_finding(detector: TextDetector) -> None:
    answer = detector.assess(" 7! ", surface=Surface.CAPTION)
    assert set(answer.coverage.values()) == {Coverage.ASSESSED}
    assert answer.hits == ()


def test_an_encoder_that_answers_nan_raises(folder: Path) -> None:
    encoder = Encoder(folder)

    class Sick:
        def run(self, names: object, given: dict[str, np.ndarray]) -> list[np.ndarray]:
            return [np.full((len(given["ids"]), 384), np.nan, dtype=np.float32)]

    encoder.__dict__["_session"] = Sick()
    with pytest.raises(BrokenVectors):
        encoder.embed([[2023]])


def test_a_vector_does_not_depend_on_its_company_in_a_batch(folder: Path) -> None:
    encoder = Encoder(folder)
    short, long = encoder.tokens("a quiet lake").ids, encoder.tokens(CALM).ids[:254]
    together = encoder.embed([short, long])
    alone = np.concatenate([encoder.embed([short]), encoder.embed([long])])
    assert np.abs(together - alone).max() < 1e-5
    assert np.linalg.norm(together, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_damaged_export_is_written_again(tmp_path: Path) -> None:
    graph = ensure_exported(tmp_path)
    whole = graph.read_bytes()
    graph.write_bytes(whole[:-1] + b"x")
    with pytest.raises(DamagedExport):
        checked(graph.parent)
    assert ensure_exported(tmp_path) == graph
    assert checked(graph.parent) == graph
    assert sorted(path.name for path in graph.parent.iterdir()) == [
        ".lock", "encoder.json", "encoder.onnx"
    ]  # fmt: skip


def test_two_processes_export_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        first, second = pool.map(_exported, [tmp_path, tmp_path])
    assert first == second  # the same file: neither replaced the other's


def _exported(folder: Path) -> tuple[Path, int]:
    graph = ensure_exported(folder)
    return graph, graph.stat().st_ino


@pytest.fixture(scope="module")
def process(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [sys.executable, "-m", "moderation.screener", "--port", str(port)]
    environment = {**os.environ, "ZOETROPE_DATA": str(folder), "SCREENER_KEY": "k"}
    running = subprocess.Popen(command, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=address, trust_env=False) as client:
            wait_for(client)
        yield address, running
    finally:
        running.kill()
        running.wait()


def test_all_detectors_answer_through_the_client(
    process: tuple[str, subprocess.Popen[bytes]], settings: Settings
) -> None:
    settings.SCREENER_URL, settings.SCREENER_KEY = process[0], "k"
    bad, calm = ask([Piece(Surface.PROMPT, BAD), Piece(Surface.DIALOGUE, "hello")], seconds=120)
    assert [answer.detector for answer in bad] == ["minilm", "lexicon", "minors"]
    assert max(hit.score for hit in bad[0].hits if hit.category == Category.VIOLENCE) >= 0.5
    assert all(hit.score < 0.5 for answer in calm for hit in answer.hits)


def test_it_ends_when_it_is_told_to(process: tuple[str, subprocess.Popen[bytes]]) -> None:
    _address, running = process
    running.send_signal(signal.SIGTERM)
    assert running.wait(120) == 0
