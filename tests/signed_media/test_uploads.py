"""One file in, by a signed address, and never out again that way."""

import os
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from starlette.testclient import TestClient

from lib import signed_media
from lib.signed_media import incoming, signing
from lib.signed_media.receiving import uploads
from lib.signed_media.server import media

TYPE = {"Content-Type": "video/mp4"}
MOST = 1000


@pytest.fixture
def door() -> TestClient:
    return TestClient(uploads, base_url="http://zoetrope.test", follow_redirects=False)


@pytest.fixture
def key(media_dir: Path) -> str:
    return signed_media.new_key("incoming/enrolments", ".mp4")


@pytest.fixture
def url(key: str) -> str:
    return target(key).url


def target(key: str, **changes: object) -> signed_media.Target:
    wanted = {"seconds": 60, "max_bytes": MOST, "content_type": "video/mp4"} | changes
    return signed_media.upload_target(key, **wanted)  # type: ignore[arg-type]


def code(answer: object) -> str:
    return str(answer.json()["errors"][0]["code"])  # type: ignore[attr-defined]


def changed(url: str, **other: str) -> str:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return f"{parts.path}?{urlencode(query | other)}"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_arrives_whole_private_and_not_executable(
    door: TestClient, key: str, url: str
) -> None:
    assert door.put(url, content=b"x" * MOST, headers=TYPE).status_code == 200
    path = signed_media.storage_path(key)
    assert path.read_bytes() == b"x" * MOST
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("entrance", ["config.asgi", "config.socket_asgi"])
def test_every_entrance_has_the_door(entrance: str, key: str, url: str) -> None:
    one_port = TestClient(import_module(entrance).application, base_url="http://zoetrope.test")
    assert one_port.put(url, content=b"x", headers=TYPE).status_code == 200
    assert signed_media.exists(key)


def test_a_chunked_file_arrives_too(door: TestClient, key: str, url: str) -> None:
    assert door.put(url, content=iter([b"ab", b"cd"]), headers=TYPE).status_code == 200
    assert signed_media.storage_path(key).read_bytes() == b"abcd"


def test_a_target_is_used_once_and_not_again_after_the_file_was_erased(
    door: TestClient, key: str, url: str
) -> None:
    door.put(url, content=b"first", headers=TYPE)
    again = door.put(url, content=b"second", headers=TYPE)
    assert (again.status_code, code(again)) == (410, "gone")
    assert signed_media.storage_path(key).read_bytes() == b"first"
    signed_media.delete(key)
    assert door.put(url, content=b"third", headers=TYPE).status_code == 410


def test_of_two_senders_at_once_one_wins(key: str, url: str) -> None:
    one, other = incoming.new_draft(key), incoming.new_draft(key)
    one.write_bytes(b"one")
    incoming.place(key, one)
    with pytest.raises(Exception, match="gone"):
        incoming.place(key, other)
    assert signed_media.storage_path(key).read_bytes() == b"one"


def test_one_target_fills_no_disk(door: TestClient, key: str, url: str) -> None:
    """Of one address a thousand senders would each write the most that it takes."""
    drafts = [incoming.new_draft(key) for _ in range(incoming.MOST_AT_ONCE)]
    answer = door.put(url, content=b"x", headers=TYPE)
    assert (answer.status_code, code(answer)) == (429, "throttled")
    assert int(answer.headers["Retry-After"]) > 0
    drafts[0].unlink()
    assert door.put(url, content=b"x", headers=TYPE).status_code == 200


def test_a_burnt_target_takes_nothing(door: TestClient, key: str, url: str) -> None:
    signed_media.burn(key)
    assert door.put(url, content=b"x", headers=TYPE).status_code == 410
    assert not signed_media.exists(key)


@pytest.mark.parametrize("content", [b"x" * (MOST + 1), [b"x" * MOST, b"x"]], ids=["said", "not"])
def test_a_file_that_is_too_large_leaves_nothing(
    door: TestClient, media_dir: Path, url: str, content: bytes | list[bytes]
) -> None:
    body = content if isinstance(content, bytes) else iter(content)
    answer = door.put(url, content=body, headers=TYPE)
    assert (answer.status_code, code(answer)) == (413, "too_large")
    assert names_in(media_dir) == []
    assert door.put(url, content=b"small", headers=TYPE).status_code == 200


def test_another_type_is_refused(door: TestClient, media_dir: Path, url: str) -> None:
    for headers in ({"Content-Type": "text/html"}, {}):
        answer = door.put(url, content=b"x", headers=headers)
        assert (answer.status_code, code(answer)) == (415, "unsupported_media_type")
    assert names_in(media_dir) == []


def test_nothing_is_no_file(door: TestClient, media_dir: Path, url: str) -> None:
    assert door.put(url, content=b"", headers=TYPE).status_code == 400
    assert names_in(media_dir) == []


@pytest.mark.parametrize(
    "other",
    [
        {"max_bytes": "99999999"},
        {"type": "text/html"},
        {"expires": "9999999999"},
        {"signature": "AAAA"},
        {"more": "1"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_nothing_that_was_signed_can_be_changed(
    door: TestClient, url: str, other: dict[str, str]
) -> None:
    answer = door.put(changed(url, **other), content=b"x", headers=TYPE)
    assert (answer.status_code, code(answer)) == (403, "url_invalid")


def test_the_signature_of_one_key_opens_no_other(door: TestClient, url: str, key: str) -> None:
    other = url.replace(key, signed_media.new_key("incoming/enrolments", ".mp4"))
    assert code(door.put(other, content=b"x", headers=TYPE)) == "url_invalid"


def test_an_expired_target_is_refused(
    door: TestClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.signed_media.targets.time.time", lambda: 9_999_999_999.0)
    answer = door.put(url, content=b"x", headers=TYPE)
    assert (answer.status_code, code(answer)) == (403, "url_expired")


def test_nothing_is_read_back(door: TestClient, key: str, url: str) -> None:
    door.put(url, content=b"x", headers=TYPE)
    answer = door.get(url)
    assert (answer.status_code, answer.headers["allow"]) == (405, "PUT")
    reader = TestClient(media, base_url="http://zoetrope.test")
    assert reader.get(f"/media{urlsplit(url).path}?{urlsplit(url).query}").status_code == 404
    with pytest.raises(signed_media.KeyRefused):
        signing.signed_url(key)


@pytest.mark.parametrize("area", ["out", "work", "quarantine"])
def test_no_other_area_has_a_target(area: str, media_dir: Path) -> None:
    with pytest.raises(signed_media.KeyRefused):
        target(signed_media.new_key(area, ".mp4"))


def test_the_sweeper_spares_what_is_waited_for(media_dir: Path, door: TestClient) -> None:
    kept, left = (signed_media.new_key("incoming/enrolments", ".mp4") for _ in range(2))
    for one in (kept, left):
        door.put(target(one).url, content=b"x", headers=TYPE)
    assert signed_media.sweep_incoming({kept}) == 0
    for path in (media_dir / "incoming").rglob("*"):
        os.utime(path, (0, 0))
    assert signed_media.sweep_incoming({kept}) == 3  # the other file, and both marks
    assert signed_media.exists(kept)
    assert not signed_media.exists(left)
