"""A whole job with its files in an object store, over real HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from generation.models import Asset, Draft, Job
from lib.signed_media import exists, listed
from lib.signed_media.keys import AREAS
from tests import objectstore
from tests.client import Api
from tests.generation.studio import WISH

pytestmark = pytest.mark.slow


@pytest.fixture
def bucket(media_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    objectstore.credentials(monkeypatch)
    with objectstore.serving() as endpoint:
        name = objectstore.with_bucket(endpoint)
        objectstore.use(monkeypatch, endpoint=endpoint, bucket=name)
        yield name


def keys() -> set[str]:
    return {one.key for area in AREAS for one in listed(area)}


def test_a_sketch_is_drawn_checked_sealed_and_watched_from_there(
    api: Api, creator: Any, deliver: Callable[[], int], media_dir: Path, bucket: str, tmp_path: Path
) -> None:
    from lib.media.probe import probe
    from provenance.verification import verify

    made = api.post("/generations", WISH, as_=creator, key="one").json()
    deliver()
    body = api.get(f"/generations/{made['id']}", as_=creator).json()
    assert (body["status"], body["error"]) == ("completed", None)
    draft = api.get(f"/drafts/{body['draft']}", as_=creator).json()
    video = Asset.objects.get(kind="video")
    url = draft["assets"]["video"]["url"]
    whole = httpx.get(url)
    assert (whole.status_code, len(whole.content)) == (200, video.bytes)
    part = httpx.get(url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    film = tmp_path / "film.mp4"
    film.write_bytes(whole.content)
    assert verify(film).authentic
    assert probe(film).duration == pytest.approx(4, abs=0.1)
    assert keys() == set(Asset.objects.values_list("storage_key", flat=True)), "no master is left"
    assert [path for path in media_dir.parent.rglob("*.mp4") if path != film] == [], "nor a copy"
    assert api.delete(f"/drafts/{body['draft']}", as_=creator).status_code == 204
    deliver()
    assert not exists(video.storage_key)
    assert httpx.get(url).status_code in (403, 404)
    assert keys() == set()
    assert not Job.objects.filter(draft__deleted_at=None).exists()
    assert Draft.objects.filter(deleted_at=None).count() == 0
