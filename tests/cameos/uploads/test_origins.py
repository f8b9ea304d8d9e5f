"""What a signature says of a picture is read before it is dropped, and our own is no way around
asking whoever is in it (P2, P5)."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from cameos.gate import People
from cameos.models import Cameo, Capability
from cameos.uploads import preparing
from cameos.uploads.origins import origin_of
from lib.ids import IdKind, encode
from lib.media.pdq import pdq
from lib.media.stills import poster
from moderation.models import HashKind, ShownHash
from provenance.signing import Statement, seal
from provenance.vocabulary import Kind
from tests.cameos.intake.sight import Sight
from tests.cameos.permissions.lending import lent
from tests.cameos.uploads.steps import Desk, codes, row_of, stored
from tests.client import Api
from tests.generation.likeness.asking import with_likeness
from tests.provenance.films import film

DAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


def signed_poster(folder: Path) -> Path:
    """Of a film that was made here."""
    made = {Kind.VIDEO: film(folder / "film.mp4", width=128, height=192, seconds=1.0),
            Kind.POSTER: folder / "poster.webp"}  # fmt: skip
    poster(made[Kind.VIDEO], into=made[Kind.POSTER])
    for kind, path in made.items():
        parent = None if kind == Kind.VIDEO else made[Kind.VIDEO]
        seal(path, statement=Statement("Still", "sketch/1", kind, DAY, "development", parent))
    return made[Kind.POSTER]


def noise(seed: int) -> NDArray[np.uint8]:
    """A picture that a hash tells from others."""
    small = np.random.default_rng(seed).integers(0, 255, (8, 8, 3), np.uint8)
    return np.asarray(Image.fromarray(small).resize((256, 256), Image.Resampling.BICUBIC))


def test_a_still_of_ours_is_refused_with_the_way_out(
    desk: Desk, sight: Sight, tmp_path: Path
) -> None:
    still = signed_poster(tmp_path)
    origin = origin_of(still, noise(1))
    assert (origin.state, origin.ai_made, origin.ours) == ("authentic", True, True)
    shown = desk.make(still.read_bytes(), "image/webp")
    assert (shown["status"], codes(shown)) == ("refused", ["made_here"])
    assert "that video" in shown["problems"][0]["detail"]
    assert stored() == []


def test_a_tampered_one_too(desk: Desk, sight: Sight, tmp_path: Path) -> None:
    still = signed_poster(tmp_path)
    content = bytearray(still.read_bytes())
    content[40] ^= 1  # within the picture, which the signature covers
    still.write_bytes(content)
    origin = origin_of(still, noise(1))
    assert (origin.state, origin.ours) == ("invalid", True)


def test_what_the_policy_refuses_is_refused_for_that(
    desk: Desk, sight: Sight, tmp_path: Path
) -> None:
    sight.block()
    shown = desk.make(signed_poster(tmp_path).read_bytes(), "image/webp")
    assert codes(shown) == ["against_the_rules"]


def test_nobody_attests_for_a_still_of_ours(
    desk: Desk, sight: Sight, operator: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cameos.attestations.switching import SWITCH

    SWITCH.turn_on(by=operator, why="counsel agreed")
    monkeypatch.setattr(preparing, "minors_excluded", lambda pictures: True)
    sight.people = People.FOUND
    shown = desk.make(signed_poster(tmp_path).read_bytes(), "image/webp")
    assert codes(shown) == ["person_in_picture", "made_here"]
    assert stored() == []


def test_a_picture_without_a_signature_says_so_and_what_is_kept_has_its_size(
    desk: Desk, sight: Sight, moderator: Any, deliver: Callable[[], int]
) -> None:
    shown = desk.make()
    row = row_of(shown["id"])
    assert row.origin == {"state": "none", "signer": "", "ai_made": None, "ours": False}
    assert (shown["width"], shown["height"]) == (128, 128)


@pytest.fixture
def lent_film(creator: Any, friend: Any) -> str:
    """The id of a friend's video in which the creator is."""
    job = with_likeness(lent(creator, "everyone"), by=friend)
    assert Capability.objects.filter(film_id=job.pk).exists()
    return job.public_id


def show(subject: str, picture: NDArray[np.uint8]) -> None:
    seen = pdq(picture)
    assert seen.quality >= 50
    ShownHash.objects.create(
        subject=subject, kind=HashKind.PDQ, hash=seen.hex, quality=seen.quality, at_seconds=1.0
    )


def test_a_frame_of_somebodys_film_is_known_without_its_signature(
    lent_film: str, tmp_path: Path
) -> None:
    path = tmp_path / "shot.png"
    Image.fromarray(noise(1)).save(path)
    show(lent_film, noise(1))
    assert origin_of(path, noise(1)).ours
    assert not origin_of(path, noise(2)).ours


def test_a_frame_of_a_film_without_people_is_but_a_picture(
    api: Api, creator: Any, tmp_path: Path
) -> None:
    from generation.models import Job
    from tests.generation.studio import submitted

    path = tmp_path / "shot.png"
    Image.fromarray(noise(1)).save(path)
    show(encode(IdKind.GENERATION, submitted(creator).pk), noise(1))
    show("not an id", noise(1))
    assert (origin_of(path, noise(1)).ours, Job.objects.count(), Cameo.objects.count()) == (
        False, 1, 0,
    )  # fmt: skip
