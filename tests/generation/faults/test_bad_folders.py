"""Folders that hold no model: a worker that sees it, at its start or later, puts those films off
and draws the others; where it has nothing else it does not start."""

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from config.stack.programs import BASE_DIR
from generation.engines.configured import VARIABLE
from generation.models import Job, Outcome
from generation.states import JobState
from generation.work.sweeping import resend_waiting
from generation.worker_start import MISCONFIGURED
from tests.generation.crew import PROGRAMS, eventually
from tests.generation.faults import models
from tests.generation.faults.renderer import Engines, Renderer, rendered, tries
from tests.generation.studio import lose_message, submitted

pytestmark = pytest.mark.slow
# All but the last are seen without loading it.
SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (models.gone, "weights_missing"),
    "partial": (models.cut_off, "weights_partial"),
    "other": (models.other_class, "weights_wrong_class"),
    "pickled": (models.pickled, "weights_pickled"),
    "misfit": (models.misfit, "weights_unreadable"),
}
AT_THE_START = {name: code for name, (_, code) in SPOILT.items() if name != "misfit"}


def copies(wan: Path, folder: Path) -> dict[str, Path]:
    return {name: Path(shutil.copytree(wan, folder / name)) for name in SPOILT}


def spoil(folders: dict[str, Path]) -> None:
    for name, (change, _) in SPOILT.items():
        change(folders[name])


def executed(folders: dict[str, Path]) -> bool:
    return folders["pickled"].with_name("executed").exists()


def has_ended(job: Job) -> bool:
    """Its first try; after a minute there may be a second one."""
    return any(outcome != "" for outcome, _ in tries(job)[:1])


@pytest.fixture(scope="module")
def folders(wan: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return copies(wan, tmp_path_factory.mktemp("folders"))


@pytest.fixture(scope="module")
def engines(wan: Path, folders: dict[str, Path]) -> Engines:
    return {"films": ("wan-t2v", wan)} | {
        name: ("wan-t2v", folder) for name, folder in folders.items()
    }


def test_a_worker_does_not_start_with_nothing_else_and_names_each(
    wan: Path, tmp_path: Path
) -> None:
    folders = copies(wan, tmp_path)
    spoil(folders)
    engines = {name: ("wan-t2v", folders[name]) for name in AT_THE_START}
    program = PROGRAMS["render"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ZOETROPE_PROFILE": "development",
        "ZOETROPE_ROLE": program.role,
        "ZOETROPE_DATA": str(tmp_path),
        # Nobody answers there: it ends before it takes its first message.
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "BROKER_URL": "redis://127.0.0.1:1/0",
        VARIABLE: str(models.engines_file(tmp_path / "engines.toml", engines)),
    }
    ended = subprocess.run(
        program.command, env=environment, cwd=BASE_DIR, capture_output=True, timeout=300,
        check=False,
    )  # fmt: skip
    said = (ended.stdout + ended.stderr).decode()
    assert ended.returncode == MISCONFIGURED, said
    for name, code in AT_THE_START.items():
        assert f"[{name}] {code}: {folders[name]}" in said
    assert not executed(folders)


def test_a_worker_that_starts_with_them_names_each_and_draws_the_rest(
    renderer: Renderer, friend: Any, wan: Path, folders: dict[str, Path]
) -> None:
    renderer.ends()
    renderer.log.unlink(missing_ok=True)
    spoil(folders)
    renderer.works()
    rendered(submitted(friend, engine="films"))
    said = renderer.log.read_text()
    for name, code in AT_THE_START.items():
        [line] = [one for one in said.splitlines() if f'"engine": "{name}"' in one]
        assert f'"error": "{code}"' in line
        assert str(folders[name]) in line
        assert '"level": "error"' in line
    assert not executed(folders)
    renderer.ends()
    renderer.log.unlink()
    _mended(folders, wan)


def test_what_is_found_later_puts_films_off_until_it_is_mended(
    renderer: Renderer, creator: Any, friend: Any, wan: Path, folders: dict[str, Path],
    media_dir: Path, deliver: Callable[[], int],
) -> None:  # fmt: skip
    renderer.works()
    rendered(submitted(friend, engine="films"))  # so it has started, with all of them whole
    spoil(folders)
    jobs = {name: submitted(creator, engine=name) for name in SPOILT}
    for name, (_, code) in SPOILT.items():
        job = jobs[name]
        eventually(partial(has_ended, job))
        assert tries(job)[0] == (Outcome.RELEASED, code)
        job.refresh_from_db()
        assert job.error_code == ""
        assert job.rests_until is None, "another machine may take it at once"
    assert not executed(folders)
    said = renderer.log.read_text()
    for name, folder in folders.items():
        line, *_ = [one for one in said.splitlines() if f'"engine": "{name}"' in one]
        assert "engine_unusable_here" in line
        assert str(folder) in line
    rendered(submitted(friend, engine="films"))  # by the same worker, meanwhile
    _mended(folders, wan)
    renderer.ends()
    last = Job.objects.get(pk=jobs["pickled"].pk)
    others = Job.objects.filter(state=JobState.QUEUED).exclude(pk=last.pk)
    others.update(rests_until=timezone.now() + timedelta(days=1))  # one is enough
    lose_message(last)  # or the clock would wait a minute
    resend_waiting()
    renderer.works()
    rendered(last)
    assert tries(last)[-1] == (Outcome.SUCCEEDED, "")
    renderer.ends()
    deliver()
    assert Job.objects.get(pk=last.pk).state == JobState.COMPLETED


def _mended(folders: dict[str, Path], wan: Path) -> None:
    for folder in folders.values():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(wan, folder)
