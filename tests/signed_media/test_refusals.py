"""What no address gives, signed or not."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from starlette.testclient import TestClient

from lib.signed_media import KeyRefused, signed_url, storage_path
from lib.signed_media.signing import _signature

Stored = Callable[..., str]
NOW = 1_800_000_000
TRAVERSALS = [
    "out/../work/a.mp4",
    "out/%2e%2e/work/a.mp4",
    "out/..%2fwork/a.mp4",
    "%2e%2e/etc/passwd",
    "out/a.mp4%00.webp",
    "out//a.mp4",
    "/etc/passwd",
    "out/",
    "out",
    "",
    "OUT/a.mp4",
    "out/.a.mp4",
    "out/a.mp4/",
    "out\\a.mp4",
]


def signed_by_hand(key: str, expires: int) -> str:
    """A correct signature on whatever we like: what a leak of the key, or a bug, could make."""
    query = {"expires": expires, "signature": _signature(key, str(expires), None)}
    return f"/media/{key}?{urlencode(query)}"


def refusal(response: object) -> tuple[int, str]:
    body = response.json()  # type: ignore[attr-defined]
    assert set(body) == {"type", "errors", "request_id"}
    assert body["request_id"] == response.headers["x-request-id"]  # type: ignore[attr-defined]
    assert response.headers["cache-control"] == "no-store"  # type: ignore[attr-defined]
    return response.status_code, body["errors"][0]["code"]  # type: ignore[attr-defined]


def test_an_address_dies_with_its_time(client: TestClient, stored: Stored) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        url = signed_url(stored(), seconds=60)
        clock.shift(59)
        assert client.get(url).status_code == 200
        clock.shift(1)
        assert refusal(client.get(url)) == (403, "url_expired")


@pytest.mark.parametrize("name", ["expires", "signature"])
def test_a_changed_address_is_refused(client: TestClient, stored: Stored, name: str) -> None:
    parts = urlsplit(signed_url(stored()))
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    last = query[name][-1]
    query[name] = query[name][:-1] + ("1" if last != "1" else "2")
    assert refusal(client.get(f"{parts.path}?{urlencode(query)}")) == (403, "url_invalid")


def test_a_signature_holds_for_its_own_object_alone(client: TestClient, stored: Stored) -> None:
    mine, other = stored(), stored()
    assert refusal(client.get(signed_url(mine).replace(mine, other))) == (403, "url_invalid")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda query: "",
        lambda query: query + "&expires=1800000000",
        lambda query: query + "&extra=1",
        lambda query: query + "&" + query.partition("&")[0],
        lambda query: query + "&filename=",
        lambda query: query.partition("&")[0],
        lambda query: query + "&%ff",
        lambda query: query.replace("signature=", "signature=%ff"),
        lambda query: query + "x" * 600,
    ],
)
def test_only_the_exact_query_counts(
    client: TestClient, stored: Stored, spoil: Callable[[str], str]
) -> None:
    path, _, query = signed_url(stored()).partition("?")
    assert refusal(client.get(f"{path}?{spoil(query)}")) == (403, "url_invalid")


def test_nobody_signs_for_longer_than_five_minutes(client: TestClient, stored: Stored) -> None:
    key = stored()
    with time_machine.travel(NOW, tick=False):
        assert client.get(signed_by_hand(key, NOW + 300)).status_code == 200
        assert refusal(client.get(signed_by_hand(key, NOW + 301))) == (403, "url_invalid")
        for seconds in (0, -1, 301):
            with pytest.raises(ValueError, match="300"):
                signed_url(key, seconds=seconds)


@pytest.mark.parametrize("area", ["work", "quarantine"])
def test_what_is_not_for_the_public_has_no_address(
    client: TestClient, stored: Stored, area: str
) -> None:
    key = stored(area)
    with pytest.raises(KeyRefused):
        signed_url(key)
    with time_machine.travel(NOW, tick=False):
        assert refusal(client.get(signed_by_hand(key, NOW + 60))) == (404, "not_found")


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out_even_when_signed(
    client: TestClient, stored: Stored, media_dir: Path, path: str
) -> None:
    stored()
    (media_dir / "work").mkdir()
    (media_dir / "work" / "a.mp4").write_bytes(b"master")
    (media_dir / "out" / "a.mp4").write_bytes(b"fine")
    with time_machine.travel(NOW, tick=False):
        response = client.get(signed_by_hand(path, NOW + 60))
    assert response.status_code == 404
    assert b"master" not in response.content
    with pytest.raises(KeyRefused):
        storage_path(path)


@pytest.mark.parametrize("link", ["file", "folder"])
def test_links_are_not_followed(
    client: TestClient, stored: Stored, media_dir: Path, tmp_path: Path, link: str
) -> None:
    stored()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.mp4").write_bytes(b"secret")
    if link == "file":
        (media_dir / "out" / "a.mp4").symlink_to(outside / "a.mp4")
        key = "out/a.mp4"
    else:
        (media_dir / "out" / "folder").symlink_to(outside)
        key = "out/folder/a.mp4"
    assert refusal(client.get(signed_url(key))) == (404, "not_found")


def test_folders_are_not_listed_and_not_served(
    client: TestClient, stored: Stored, media_dir: Path
) -> None:
    stored()
    (media_dir / "out" / "folder.mp4").mkdir()
    assert refusal(client.get(signed_url("out/folder.mp4"))) == (404, "not_found")


def test_what_never_was_is_404(client: TestClient, media_dir: Path) -> None:
    assert refusal(client.get(signed_url("out/nothing.mp4"))) == (404, "not_found")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_media_is_read_only(client: TestClient, stored: Stored, method: str) -> None:
    response = client.request(method, signed_url(stored()))
    assert refusal(response) == (405, "method_not_allowed")
    assert response.headers["allow"] == "GET, HEAD"
