"""A model that draws what nobody can watch, or says nothing where it promised to: by a worker."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generation.failures import MESSAGES, FailureCode
from generation.models import Asset, Draft, Outcome
from generation.states import JobState
from inbox.models import Event
from tests.client import Api
from tests.generation.aftermath import is_in
from tests.generation.crew import eventually
from tests.generation.faults import models
from tests.generation.faults.renderer import Engines, Renderer, counted, rendered, tries
from tests.generation.studio import submitted

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engines(wan: Path, ltx2: Path, tmp_path_factory: pytest.TempPathFactory) -> Engines:
    folder = tmp_path_factory.mktemp("spoilt")
    blind = Path(shutil.copytree(wan, folder / "blind"))
    mute = Path(shutil.copytree(ltx2, folder / "mute"))
    models.no_numbers(blind)
    models.no_voice(mute)
    return {
        "films": ("wan-t2v", wan),
        "blind": ("wan-t2v", blind),
        "mute": ("ltx2-distilled", mute),
    }


def test_it_fails_at_once_costs_nothing_and_stops_nobody(
    renderer: Renderer, api: Api, creator: Any, friend: Any, media_dir: Path,
    deliver: Callable[[], int],
) -> None:  # fmt: skip
    codes = {"blind": "picture_not_finite", "mute": "sound_missing"}
    jobs = {name: submitted(creator, engine=name) for name in codes}
    good = submitted(friend, engine="films")
    assert counted(creator) == len(codes)
    renderer.works()
    for name, job in jobs.items():
        eventually(is_in(job, JobState.FAILED))
        assert tries(job) == [(Outcome.FAILED, codes[name])]
        told = api.get(f"/generations/{job.public_id}", as_=creator).json()["error"]
        assert told == {
            "code": "internal",
            "message": str(MESSAGES[FailureCode.INTERNAL]),
            "stage": "render",
            "category": None,
        }
        assert Event.objects.filter(about=job.pk, type="generation.failed").count() == 1
    assert counted(creator) == 0
    rendered(good)
    deliver()
    assert Draft.objects.get().job == good
    left = {str(path.relative_to(media_dir)) for path in media_dir.rglob("*") if path.is_file()}
    assert left == set(Asset.objects.values_list("storage_key", flat=True))
