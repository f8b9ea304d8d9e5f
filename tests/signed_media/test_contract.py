"""What every store does: the same tests over local files and over an object store."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from structlog.testing import capture_logs

from lib import signed_media
from lib.errors import NotFound
from lib.signed_media import KeyRefused, StorageDamaged
from tests.signed_media.conftest import CONTENT

Stored = Callable[..., str]
Brought = Callable[[str], None]
VERBS_OF_FOLDERS = (
    signed_media.listed, signed_media.folders, signed_media.changed_at, signed_media.delete_below,
)  # fmt: skip
SHA256 = hashlib.sha256(CONTENT).hexdigest()

pytestmark = pytest.mark.usefixtures("each_store")


def content_of(key: str) -> bytes:
    with signed_media.opened(key) as file:
        return file.read()


def keys_below(prefix: str) -> list[str]:
    return [one.key for one in signed_media.listed(prefix)]


def test_what_was_placed_is_there_whole(stored: Stored) -> None:
    key = stored()
    assert signed_media.exists(key)
    assert content_of(key) == CONTENT
    with signed_media.reading(key) as path:
        assert path.read_bytes() == CONTENT
        assert path.suffix == ".mp4", "readers go by it"


def test_placing_again_replaces(stored: Stored) -> None:
    key = stored()
    with signed_media.placing(key) as path:
        path.write_bytes(b"later")
    assert content_of(key) == b"later"


def test_a_half_written_object_never_appears(stored: Stored) -> None:
    key = signed_media.new_key("out", ".mp4")
    with pytest.raises(OSError, match="disk"), signed_media.placing(key) as path:
        path.write_bytes(b"half")
        assert not signed_media.exists(key)
        raise OSError("disk full")
    assert not signed_media.exists(key)
    assert keys_below("out") == []


def test_of_what_is_not_there_everybody_says_so() -> None:
    key, other = (signed_media.new_key("work", ".mp4") for _ in range(2))
    assert not signed_media.exists(key)
    signed_media.delete(key)
    with pytest.raises(FileNotFoundError):
        signed_media.opened(key)
    with pytest.raises(FileNotFoundError), signed_media.reading(key):
        pass
    with pytest.raises(FileNotFoundError):
        signed_media.copy(key, other)
    with pytest.raises(NotFound):
        signed_media.move(key, other)


def test_other_bytes_than_expected_are_never_read(stored: Stored) -> None:
    key = stored()
    with signed_media.reading(key, sha256=SHA256) as path:
        assert path.read_bytes() == CONTENT
    with pytest.raises(StorageDamaged), signed_media.reading(key, sha256="00" * 32):
        pass


def test_a_copy_is_the_same_under_another_key(stored: Stored) -> None:
    key, other = stored(), signed_media.new_key("quarantine", ".mp4")
    signed_media.copy(key, other)
    assert content_of(key) == content_of(other) == CONTENT


def test_of_what_is_erased_no_copy_is_made(stored: Stored) -> None:
    key, other = stored("incoming/characters"), signed_media.new_key("quarantine", ".mp4")
    signed_media.burn(key)
    with pytest.raises(FileNotFoundError):
        signed_media.copy(key, other)
    assert not signed_media.exists(other)


def test_a_move_leaves_nothing_behind_and_done_twice_is_done_once(stored: Stored) -> None:
    old, new = stored(), signed_media.new_key("quarantine", ".mp4")
    assert signed_media.move(old, new) == new
    assert not signed_media.exists(old)
    assert signed_media.move(old, new) == new
    assert content_of(new) == CONTENT


def test_a_move_never_buries_another_object(stored: Stored) -> None:
    mine, other = stored(content=b"mine"), stored(content=b"other")
    with pytest.raises(KeyRefused):
        signed_media.move(mine, other)
    assert (content_of(mine), content_of(other)) == (b"mine", b"other")


def test_deleting_twice_is_deleting_once(stored: Stored) -> None:
    key = stored()
    signed_media.delete(key)
    signed_media.delete(key)
    assert not signed_media.exists(key)


def test_a_folder_is_listed_and_removed_with_all_that_is_in_it(stored: Stored) -> None:
    mine = sorted(stored("work/job/1") for _ in range(3))
    neighbour, other = stored("work/job2/1"), stored("vault/job")
    assert keys_below("work/job") == mine
    assert list(signed_media.folders("work")) == ["work/job", "work/job2"]
    assert signed_media.delete_below("work/job") == 3
    assert signed_media.delete_below("work/job") == 0
    assert (keys_below("work"), keys_below("vault")) == ([neighbour], [other])
    assert list(signed_media.folders("work")) == ["work/job2"]


def test_a_folder_was_changed_when_something_came_into_it(stored: Stored) -> None:
    before = timezone.now() - timedelta(minutes=1)
    stored("work/job/1")
    changed = signed_media.changed_at("work/job")
    assert changed is not None
    assert before < changed < timezone.now() + timedelta(minutes=1)
    assert signed_media.changed_at("work/another") is None


@pytest.fixture
def brought(each_store: str, media_dir: Path, request: pytest.FixtureRequest) -> Brought:
    """`brought(name)`: an operator put something there, whatever its name."""

    def bring(name: str) -> None:
        if each_store == "s3":
            of = {"Bucket": settings.S3_BUCKET, "Key": name, "Body": b"x"}
            request.getfixturevalue("s3").put_object(**of)
            return
        path = media_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")

    return bring


def test_what_others_put_there_stands_in_no_sweeps_way(stored: Stored, brought: Brought) -> None:
    mine, theirs = stored("quarantine/evidence"), "0A" * 16
    for name in ("quarantine/evidence/By Hand/x", f"work/{theirs}/a.mp4"):
        brought(name)
    with capture_logs() as logs:
        assert keys_below("quarantine") == [mine]
        assert list(signed_media.folders("work")) == []
    assert [(line["event"], line["count"]) for line in logs] == [("foreign_objects", 1)] * 2
    assert signed_media.delete_below("quarantine/evidence") == 2, "a folder goes with all of it"


@pytest.mark.parametrize("prefix", ["", "/", "other", "work/..", "work/", "work/A"])
def test_no_folder_outside_is_listed_or_removed(prefix: str) -> None:
    for verb in VERBS_OF_FOLDERS:
        with pytest.raises(KeyRefused):
            verb(prefix)


@pytest.mark.parametrize("area", ["work", "quarantine", "vault", "incoming"])
def test_only_what_leaves_gets_a_url(stored: Stored, area: str) -> None:
    key = stored(area)
    with pytest.raises(KeyRefused):
        signed_media.signed_url(key)


@pytest.mark.parametrize("seconds", [0, 301])
def test_no_url_lives_longer_than_five_minutes(stored: Stored, seconds: int) -> None:
    with pytest.raises(ValueError, match="300"):
        signed_media.signed_url(stored(), seconds=seconds)


@pytest.mark.parametrize("area", ["out", "work", "quarantine", "vault"])
def test_uploads_go_to_one_area_alone(area: str) -> None:
    key = signed_media.new_key(area, ".mp4")
    with pytest.raises(KeyRefused):
        signed_media.upload_target(key, seconds=60, max_bytes=1, content_type="video/mp4")


def test_nothing_is_left_of_the_files_of_this_machine(stored: Stored, each_store: str) -> None:
    key = stored()
    with signed_media.reading(key):
        pass
    with signed_media.opened(key):
        pass
    left = [path for path in Path(settings.SCRATCH_DIR).rglob("*") if path.is_file()]
    assert left == []


def test_what_is_fresh_and_unfinished_is_not_swept(stored: Stored) -> None:
    key = stored()
    assert signed_media.sweep_unfinished(older_than=timedelta(hours=1)) == 0
    assert content_of(key) == CONTENT
