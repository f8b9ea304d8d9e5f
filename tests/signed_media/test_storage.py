"""Objects come whole, move away from their addresses, and stay below the media folder."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lib import signed_media
from lib.errors import NotFound
from lib.signed_media import KeyRefused

Stored = Callable[..., str]


def test_moving_an_object_kills_the_addresses_given_out(client: TestClient, stored: Stored) -> None:
    old = stored()
    url = signed_media.signed_url(old)
    assert client.get(url).status_code == 200
    new = signed_media.move(old)
    assert client.get(url).status_code == 404
    assert client.get(signed_media.signed_url(new)).status_code == 200
    assert new.startswith("out/")
    assert new.endswith(".mp4")
    assert new != old


def test_a_move_to_quarantine_leaves_no_way_to_the_bytes(stored: Stored) -> None:
    new = signed_media.move(stored(), signed_media.new_key("quarantine", ".mp4"))
    assert signed_media.exists(new)
    with pytest.raises(KeyRefused):
        signed_media.signed_url(new)


def test_a_move_that_is_told_twice_is_done_once(stored: Stored) -> None:
    old, new = stored(), signed_media.new_key("out", ".mp4")
    assert signed_media.move(old, new) == new
    assert signed_media.move(old, new) == new
    with pytest.raises(NotFound):
        signed_media.move(old, signed_media.new_key("out", ".mp4"))


def test_a_move_never_buries_another_object(stored: Stored) -> None:
    mine, other = stored(content=b"mine"), stored(content=b"other")
    with pytest.raises(KeyRefused):
        signed_media.move(mine, other)
    assert signed_media.storage_path(other).read_bytes() == b"other"


def test_deleting_twice_is_deleting_once(client: TestClient, stored: Stored) -> None:
    key = stored()
    url = signed_media.signed_url(key)
    signed_media.delete(key)
    signed_media.delete(key)
    assert client.get(url).status_code == 404


def test_a_half_written_object_never_appears(stored: Stored, media_dir: Path) -> None:
    key = signed_media.new_key("out", ".mp4")
    with pytest.raises(OSError, match="disk"), signed_media.placing(key) as path:
        path.write_bytes(b"half")
        assert not signed_media.exists(key)
        raise OSError("disk full")
    assert not signed_media.exists(key)
    assert [file for file in media_dir.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [("", ".mp4"), ("other", ".mp4"), ("out/..", ".mp4"), ("/out", ".mp4"), ("out", "mp4"),
     ("out", ".mp4/x"), ("out/a.b", ".mp4"), ("out/A", ".mp4")],
)  # fmt: skip
def test_keys_are_made_in_the_three_areas_alone(prefix: str, suffix: str) -> None:
    with pytest.raises(KeyRefused):
        signed_media.new_key(prefix, suffix)


def test_keys_cannot_be_guessed() -> None:
    keys = {signed_media.new_key("work/gen_1", ".mp4") for _ in range(200)}
    assert len(keys) == 200
    assert all(len(key.rpartition("/")[2]) == 36 for key in keys), "128 random bits each"


def test_a_link_inside_the_media_folder_leads_nowhere(media_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    media_dir.mkdir()
    (media_dir / "work").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyRefused), signed_media.placing("work/a.mp4") as path:
        path.write_bytes(b"x")
    assert list((tmp_path / "elsewhere").iterdir()) == []
