"""A worker that could not judge what it makes does not start (G26)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pytest_django import Settings

from generation.engines import registry
from generation.engines.registry import capabilities_of
from generation.engines.remote.configured import entry
from generation.worker_start import (
    MISCONFIGURED,
    RefuseUnready,
    TellUnreachable,
    refuse_unready,
)
from moderation.answers import Coverage
from moderation.categories import Category
from moderation.inspection import glancing
from tests.engines.remote.conftest import PROCESSOR
from tests.generation.eyes import Eye

pytestmark = pytest.mark.django_db
LOOKED_FOR = (Category.SEXUAL, Category.SELF_HARM, Category.VIOLENCE, Category.CHILD_SAFETY)


@dataclass
class Worker:
    consumer_whitelist: set[str] | None


@pytest.fixture(autouse=True)
def _made_anew() -> Iterator[None]:
    glancing.glancing_detectors.cache_clear()
    yield
    glancing.glancing_detectors.cache_clear()


@pytest.fixture
def free_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that can draw anything."""
    free = replace(capabilities_of("sketch"), content_bounded=False)
    monkeypatch.setattr("generation.engines.registry.capabilities_of", lambda name: free)


@pytest.fixture
def production(settings: Settings) -> Settings:
    settings.PRODUCTION, settings.PROFILE = True, "production"
    return settings


@pytest.fixture
def missing(settings: Settings, tmp_path: Path) -> None:
    """A classifier is named, and is not there."""
    settings.IMAGE_CLASSIFIER = str(tmp_path / "nothing")
    settings.IMAGE_CLASSIFIER_LABELS = str(tmp_path / "labels.toml")


@pytest.mark.parametrize("queues", [{"default"}, None, {"finish"}])
def test_who_asks_processors_to_delete_says_when_it_lacks_their_key(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, queues: set[str] | None
) -> None:
    farm = entry(
        "farm",
        {"url": "https://f.example", "processor": PROCESSOR, "key_variable": "FARM_KEY"},
    )
    monkeypatch.setitem(registry._ENGINES, "farm", farm)
    monkeypatch.delenv("FARM_KEY", raising=False)
    TellUnreachable().before_worker_boot(None, Worker(queues))
    said = [str(record.msg) for record in caplog.records if record.levelname == "ERROR"]
    told = [text for text in said if "processor_cannot_be_asked" in text and "FARM_KEY" in text]
    assert len(told) == (0 if queues == {"finish"} else 1)
    monkeypatch.setenv("FARM_KEY", "k")
    assert list(registry.unreachable()) == []


def starts(queues: set[str] | None = None) -> bool:
    try:
        RefuseUnready().before_worker_boot(None, Worker({"render"} if queues is None else queues))
    except SystemExit as refused:
        return refused.code != MISCONFIGURED
    return True


def looks(monkeypatch: pytest.MonkeyPatch, *detectors: Eye) -> None:
    monkeypatch.setattr("moderation.inspection.readiness.glancing_detectors", lambda: detectors)


def test_engines_that_draw_what_was_reviewed_need_nobody(production: Settings) -> None:
    assert starts()


def test_under_production_whoever_draws_anything_needs_somebody_who_looks(
    production: Settings, free_engine: None, caplog: pytest.LogCaptureFixture
) -> None:
    assert not starts()
    said = [str(record.msg) for record in caplog.records]
    for category in LOOKED_FOR:
        assert any(category.value in text for text in said)


def test_with_them_it_starts(
    production: Settings, free_engine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks(monkeypatch, Eye())
    assert starts()


def test_a_matching_service_is_counted_on(
    production: Settings, free_engine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class AllButChildren(Eye):
        covered = {one: Coverage.ASSESSED for one in LOOKED_FOR if one != Category.CHILD_SAFETY}

    looks(monkeypatch, AllButChildren())
    assert not starts()
    production.CSAM_SERVICE_URL = "http://127.0.0.1:1"
    production.CSAM_SERVICE_KEY = "k"
    assert starts()


def test_one_that_fails_looks_for_nothing(
    production: Settings, free_engine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks(monkeypatch, Eye(fault=RuntimeError("broken")))
    assert not starts()


def test_under_development_they_are_held_and_not_refused(free_engine: None) -> None:
    assert starts()


def test_but_a_model_that_is_named_must_be_there(
    free_engine: None, missing: None, caplog: pytest.LogCaptureFixture
) -> None:
    assert not starts()
    assert "the folder does not exist" in caplog.text


@pytest.mark.parametrize(
    ("queues", "asked"),
    [({"finish"}, False), ({"default"}, False), ({"inspect"}, True), ({"render", "x"}, True)],
)
def test_only_those_who_draw_or_look_are_asked(
    free_engine: None, missing: None, queues: set[str], asked: bool
) -> None:
    assert starts(queues) is not asked


def test_a_worker_of_all_queues_is_asked(free_engine: None, missing: None) -> None:
    with pytest.raises(SystemExit):
        RefuseUnready().before_worker_boot(None, Worker(None))


def test_it_says_why_once_for_each_reason(
    free_engine: None, missing: None, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SystemExit):
        refuse_unready()
    assert caplog.text.count("worker_not_ready") == 1


@pytest.mark.parametrize(("queue", "refused"), [("render", True), ("inspect", False)])
def test_who_draws_needs_the_weights_of_the_engines_file(
    queue: str, refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    from generation.engines import registry
    from generation.engines.diffusers.configured import entry

    gone = tmp_path / "gone"
    films = entry("films", {"profile": "wan-t2v", "weights": str(gone)})
    monkeypatch.setitem(registry._ENGINES, "films", films)
    assert starts({queue}) is not refused
    assert (f"[films] weights_missing: {gone}" in caplog.text) is refused


def test_one_that_is_not_there_is_set_aside_and_the_others_are_drawn_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from generation.engines import registry
    from generation.engines.diffusers.configured import entry
    from generation.engines.remote.configured import entry as remote
    from generation.work import unusable

    monkeypatch.setattr(unusable, "_rests", {})
    gone = tmp_path / "gone"
    films = entry("films", {"profile": "wan-t2v", "weights": str(gone)})
    monkeypatch.setitem(registry._ENGINES, "films", films)
    monkeypatch.setitem(registry._ENGINES, "farm", remote("farm", {"url": "http://127.0.0.1:1/v1"}))
    assert starts()
    assert unusable.unusable() == {"films"}
    [said] = [str(one.msg) for one in caplog.records if "engine_unusable_here" in str(one.msg)]
    for word in ("films", "weights_missing", str(gone), "docs/engines.md"):
        assert word in said


@pytest.mark.slow
def test_a_real_worker_ends_with_a_status_of_its_own_and_says_why(tmp_path: Path) -> None:
    engines = tmp_path / "engines.toml"
    table = f'kind = "diffusers"\nprofile = "wan-t2v"\nweights = "{tmp_path}"\n'
    engines.write_text(f"[films]\n{table}")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ZOETROPE_PROFILE": "development",
        "ZOETROPE_ROLE": "worker",
        "ZOETROPE_DATA": str(tmp_path),
        # Nobody answers there: it ends before it takes its first message.
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "ENGINES_FILE": str(engines),
        "IMAGE_CLASSIFIER": str(tmp_path / "nothing"),
        "IMAGE_CLASSIFIER_LABELS": str(tmp_path / "labels.toml"),
    }
    command = [
        *(sys.executable, "-m", "dramatiq", "--path", ".", "--processes", "1", "--threads", "1"),
        *("--skip-logging", "--queues", "render", "--", "django_dramatiq.setup"),
        "generation.tasks",
    ]
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)
    said = (ended.stdout + ended.stderr).decode()
    assert ended.returncode == MISCONFIGURED, said
    assert "image_classifier: the folder does not exist" in said
