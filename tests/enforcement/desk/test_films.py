"""The film of a case: how it is played, and what of it leaves the server."""

from io import BytesIO
from pathlib import Path

import av
import pytest
from django.test import Client

from accounts.models import User
from enforcement.models import Case, SnapshotFile
from enforcement.work.copying import copy_file
from feed.models import Post
from generation.models import Asset, AssetKind
from lib.signed_media import placing
from tests.client import Api
from tests.enforcement.desk.test_case_page import page, revealed
from tests.enforcement.reporting import case_of, given, reported
from tests.media.clips import write_clip
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def film(post: Post, tmp_path: Path) -> bytes:
    """What the post shows: a second of grey, with a tone."""
    assert post.draft is not None
    row = Asset.objects.get(job=post.draft.job, kind=AssetKind.VIDEO)
    content = write_clip(tmp_path / "f.mp4", seconds=1.0, sound=1.0).read_bytes()
    with placing(row.storage_key) as path:
        path.write_bytes(content)
    return content


@pytest.fixture
def case(api: Api, stranger: User, post: Post, film: bytes) -> Case:
    reported(api, stranger, post)
    for row in SnapshotFile.objects.all():
        copy_file(SnapshotFile, row.pk)
    return case_of(post)


@pytest.fixture
def desk(moderator: User) -> Client:
    return at_the_desk(given(moderator, "handle_case"))


def tracks(content: bytes) -> list[str]:
    with av.open(BytesIO(content)) as container:
        return sorted(stream.type for stream in container.streams)


def address(desk: Client, case: Case, look: str) -> str:
    revealed(desk, case, look)
    return str(desk.get(page(case)).context["pictures"]["film"])


def test_without_sound_its_sound_never_leaves_the_server(
    desk: Client, case: Case, film: bytes
) -> None:
    url = address(desk, case, "film")
    shown = desk.get(page(case)).content.decode()
    assert 'class="case-grey"' in shown
    assert "muted" in shown
    answer = desk.get(url)
    assert answer["Content-Type"] == "video/mp4"
    assert tracks(film) == ["audio", "video"]
    assert tracks(answer.content) == ["video"]


def test_with_sound_it_is_the_film_as_it_is(desk: Client, case: Case, film: bytes) -> None:
    url = address(desk, case, "film_full")
    assert 'class="case-grey"' not in desk.get(page(case)).content.decode()
    assert desk.get(url).content == film


@pytest.mark.parametrize("look", ["film", "film_full"])
def test_a_player_seeks_in_it(desk: Client, case: Case, look: str) -> None:
    url = address(desk, case, look)
    whole = desk.get(url)
    assert whole["Accept-Ranges"] == "bytes"
    part = desk.get(url, headers={"Range": "bytes=100-299"})
    assert part.status_code == 206
    assert part.content == whole.content[100:300]
    assert part["Content-Range"] == f"bytes 100-299/{len(whole.content)}"
    assert "no-store" in part["Cache-Control"]


def test_what_is_no_film_is_not_shown_with_its_sound_instead(
    desk: Client, case: Case, post: Post
) -> None:
    for row in SnapshotFile.objects.filter(role=AssetKind.VIDEO):
        with placing(row.key) as path:
            path.write_bytes(b"no film")
    assert desk.get(address(desk, case, "film")).status_code == 404
