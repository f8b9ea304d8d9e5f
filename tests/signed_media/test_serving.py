"""What a signed address gives."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from lib.signed_media import signed_url
from tests.signed_media.conftest import CONTENT

Stored = Callable[..., str]


def test_a_signed_address_gives_the_file_and_says_how_to_treat_it(
    client: TestClient, stored: Stored
) -> None:
    response = client.get(signed_url(stored(), seconds=200))
    assert (response.status_code, response.content) == (200, CONTENT)
    headers = response.headers
    assert headers["content-type"] == "video/mp4"
    assert headers["content-length"] == str(len(CONTENT))
    assert headers["accept-ranges"] == "bytes"
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert "content-disposition" not in headers
    privacy, _, age = headers["cache-control"].partition(", max-age=")
    assert privacy == "private"
    assert 190 <= int(age) <= 200, "never longer than the address itself lives"


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [(".webp", "image/webp"), (".png", "image/png"), (".html", "application/octet-stream")],
)
def test_types_come_from_a_closed_list(
    client: TestClient, stored: Stored, suffix: str, expected: str
) -> None:
    assert client.get(signed_url(stored("out", suffix))).headers["content-type"] == expected


def test_head_gives_the_headers_alone(client: TestClient, stored: Stored) -> None:
    response = client.head(signed_url(stored()))
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-length"] == str(len(CONTENT))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=10000-", 10000, 10240), ("bytes=-5", 10235, 10240)],
)
def test_a_range_gives_just_those_bytes(
    client: TestClient, stored: Stored, asked: str, start: int, end: int
) -> None:
    response = client.get(signed_url(stored()), headers={"Range": asked})
    assert (response.status_code, response.content) == (206, CONTENT[start:end])
    assert response.headers["content-range"] == f"bytes {start}-{end - 1}/10240"
    assert response.headers["cache-control"].startswith("private")


def test_a_range_beyond_the_end_is_416(client: TestClient, stored: Stored) -> None:
    response = client.get(signed_url(stored()), headers={"Range": "bytes=20000-"})
    assert response.status_code == 416
    assert response.headers["content-range"] == "bytes */10240"


def test_a_known_etag_is_not_sent_again(client: TestClient, stored: Stored) -> None:
    url = signed_url(stored())
    etag = client.get(url).headers["etag"]
    again = client.get(url, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_download_has_the_name_that_was_signed(client: TestClient, stored: Stored) -> None:
    url = signed_url(stored(), filename="my-clip.mp4")
    disposition = client.get(url).headers["content-disposition"]
    assert disposition == 'attachment; filename="my-clip.mp4"'
    renamed = client.get(url.replace("my-clip.mp4", "evil.mp4"))
    assert (renamed.status_code, renamed.json()["errors"][0]["code"]) == (403, "url_invalid")
