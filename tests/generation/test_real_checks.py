"""A film through every real check, with only the screener's answers given."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from generation.models import Asset, Draft, Job, Script
from generation.states import JobState
from lib.signed_media import exists, storage_path
from moderation.models import Scan
from tests.client import Api
from tests.generation.studio import WISH

LEAVING = {"video", "poster", "spritesheet"}


@pytest.mark.slow
def test_a_sketch_is_inspected_marked_signed_and_nothing_else_but_its_master_stays(
    api: Api, creator: Any, deliver: Callable[[], int], media_dir: Path
) -> None:
    from lib.media.probe import probe
    from provenance.verification import verify

    wish = {**WISH, "prompt": 'a blue boat at sea. A man says: "good evening"'}
    made = api.post("/generations", wish, as_=creator, key="one").json()
    masters: list[tuple[str, bytes]] = []
    deliver_and_watch(deliver, masters)
    body = api.get(f"/generations/{made['id']}", as_=creator).json()
    job = Job.objects.get()
    assert (body["status"], body["error"]) == ("completed", None), (job.state, lacking())
    assert Draft.objects.get().job_id == job.pk
    assert [line["text"] for line in Script.objects.get().lines] == ["good evening"]
    assert set(Scan.objects.values_list("stage", "verdict")) == {
        ("screen", "allow"),
        ("inspect", "allow"),
        ("likeness", "allow"),
    }

    assets = {asset.kind: asset for asset in Asset.objects.all()}
    master = assets.pop("master")
    assert (master.storage_key.startswith("kept/"), master.may_leave) == (True, False)
    assert set(assets) == LEAVING
    for kind, asset in assets.items():
        seen = verify(storage_path(asset.storage_key))
        assert seen.authentic, (kind, seen.reasons)
        assert seen.claims is not None
        assert (seen.claims.kind, seen.claims.profile) == (kind, "development")
        assert storage_path(asset.storage_key).stat().st_size == asset.bytes
    film = probe(storage_path(assets["video"].storage_key))
    assert (film.width, film.height, film.frames, film.faststart) == (720, 1280, 96, True)

    key, before = masters[0]
    assert not exists(key)
    assert storage_path(assets["video"].storage_key).read_bytes() != before
    assert storage_path(master.storage_key).read_bytes() == before
    kept = {str(path.relative_to(media_dir)) for path in media_dir.rglob("*") if path.is_file()}
    assert kept == {master.storage_key, *(asset.storage_key for asset in assets.values())}


def deliver_and_watch(deliver: Callable[[], int], masters: list[tuple[str, bytes]]) -> None:
    """Deliver, and keep where the master lay before it went, and its bytes."""
    from generation.work.files import undamaged

    @contextmanager
    def noted(master: Asset) -> Iterator[Path]:
        with undamaged(master) as path:
            masters.append((master.storage_key, path.read_bytes()))
            yield path

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generation.work.finishing.undamaged", noted)
        deliver()
    assert JobState.COMPLETED in Job.objects.values_list("state", flat=True), lacking()


def lacking() -> list[Any]:
    return list(Scan.objects.values_list("stage", "verdict", "lacking", "gaps"))
