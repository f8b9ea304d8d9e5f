"""A part of some bytes: RFC 9110, section 14, where one range is asked for."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from lib.partial import partly

CONTENT = bytes(range(10))


def asked(named: str) -> HttpResponse:
    request = RequestFactory().get("/", headers={"Range": named})
    return partly(request, CONTENT, mime="video/mp4", headers={"Cache-Control": "no-store"})


@pytest.mark.parametrize(
    ("named", "part", "told"),
    [
        ("bytes=0-0", CONTENT[:1], "bytes 0-0/10"),
        ("bytes=0-", CONTENT, "bytes 0-9/10"),
        ("bytes=4-6", CONTENT[4:7], "bytes 4-6/10"),
        ("bytes=8-99", CONTENT[8:], "bytes 8-9/10"),
        ("bytes=-3", CONTENT[7:], "bytes 7-9/10"),
        ("bytes=-99", CONTENT, "bytes 0-9/10"),
        ("BYTES=4-6", CONTENT[4:7], "bytes 4-6/10"),
    ],
)
def test_a_range_is_answered_by_its_bytes(named: str, part: bytes, told: str) -> None:
    answer = asked(named)
    assert (answer.status_code, answer.content, answer["Content-Range"]) == (206, part, told)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("video/mp4", "no-store")


@pytest.mark.parametrize(
    "named", ["", "bytes=-", "bytes=6-4", "bytes=1-2,4-5", "items=1-2", "bytes=a-b", "bytes=1 - 2"]
)
def test_what_names_no_single_range_is_answered_whole(named: str) -> None:
    answer = asked(named)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert "Content-Range" not in answer
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("named", ["bytes=10-", "bytes=10-12", "bytes=-0", f"bytes={10**17}-"])
def test_a_range_beyond_the_end_is_refused_with_the_length(named: str) -> None:
    answer = asked(named)
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer["Content-Range"] == "bytes */10"
