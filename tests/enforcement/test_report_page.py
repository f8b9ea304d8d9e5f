"""The form for people without an account: all that is missing at once, and which part of a film."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from enforcement.models import OpenNotice
from feed.models import Post

pytestmark = pytest.mark.django_db
NEEDED = "This field is required."
INVALID = "Without this a notice is not valid."


def filled(about: Any, **more: Any) -> dict[str, Any]:
    return {
        "subject": about.public_id,
        "reason": "harassment_targeted",
        "text": "It mocks my sister by name.",
        "name": "Ada Example",
        "email": "ada@example.org",
        "good_faith": "on",
        **more,
    }


def sent(**data: Any) -> Any:
    return Client().post("/report", data)


def marked(answer: Any) -> dict[str, str]:
    """What stands above each field that is marked."""
    return {name: one[0] for name, one in answer.context["form"].errors.items()}


def test_whoever_sends_it_empty_sees_all_that_is_missing() -> None:
    answer = sent()
    assert answer.status_code == 400
    assert marked(answer) == {
        **dict.fromkeys(("subject", "reason", "email"), NEEDED),
        **dict.fromkeys(("text", "name", "good_faith"), INVALID),
    }


def test_what_was_typed_stays_beside_what_is_missing(post: Post) -> None:
    data = filled(post, reason="impersonation", name="", start="0:01", end="3.5")
    del data["good_faith"]
    answer = sent(**data)
    assert set(marked(answer)) == {"name", "good_faith", "impersonated"}
    page = unescape(answer.content.decode())
    for typed in (data["text"], data["email"], post.public_id, "0:01", "3.5"):
        assert typed in page
    assert '<option value="impersonation" selected>' in page
    assert not OpenNotice.objects.exists()


def test_of_a_child_neither_a_name_nor_words_are_missing(post: Post) -> None:
    answer = sent(subject=post.public_id, reason="child_sexual", email="ada@example.org")
    assert set(marked(answer)) == {"good_faith"}


def test_what_is_too_long_is_not_called_missing(post: Post) -> None:
    said = marked(sent(**filled(post, name="A" * 101)))
    assert set(said) == {"name"}
    assert said["name"] != INVALID


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        ("", "", (None, None)),
        ("1", "3.5", (1.0, 3.5)),
        ("0:01", "0:03,5", (1.0, 3.5)),
        ("1:5", "1:05", (65.0, 65.0)),
    ],
)
def test_the_part_of_a_film_is_taken(post: Post, start: str, end: str, kept: Any) -> None:
    assert sent(**filled(post, start=start, end=end)).status_code == 200
    row = OpenNotice.objects.get()
    assert (row.start_s, row.end_s) == kept


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        *(("1:75", "2:00", "start"), ("-1", "2", "start"), ("1", "soon", "end")),
        *(("1", "", "end"), ("3", "1", "end"), ("9" * 40, "1", "start")),
    ],
)
def test_a_part_that_there_cannot_be_is_marked(
    post: Post, start: str, end: str, wrong: str
) -> None:
    answer = sent(**filled(post, start=start, end=end))
    assert answer.status_code == 400
    assert set(marked(answer)) == {wrong}
    assert not OpenNotice.objects.exists()


def test_only_a_video_has_parts(creator: Any) -> None:
    answer = sent(**filled(creator, start="1", end="2"))
    assert marked(answer) == {"start": "Only a video has parts."}


def test_labels_of_boxes_end_as_the_sentences_that_they_are() -> None:
    page = Client().get("/report").content.decode()
    labels = dict(re.findall(r'<label for="id_(\w+)">([^<]*)</label>', page))
    assert labels["about_me"] == "It is about me"
    assert labels["good_faith"].endswith("accurate and complete")
