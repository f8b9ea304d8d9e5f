"""The whole way by real models: a portrait on paper stops a film and holds an enrolment."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cameos.blocked.confirming import confirm
from cameos.blocked.proposing import propose
from cameos.enrolment.states import HoldReason
from cameos.models import BlockedLikeness, Cameo, FaceTemplate
from cameos.services.holds import reasons_of
from generation.states import JobState
from tests import roles
from tests.cameos.blocked.conftest import Deliver, Desk, files, paper
from tests.cameos.enrolment.conftest import app_of
from tests.cameos.enrolment.steps import App
from tests.cameos.enrolment.test_films import challenges, whole
from tests.cameos.identity.conftest import blank_film, films, picture, puppet
from tests.cameos.identity.test_jobs import Shown, shown
from tests.faces.sitters import VARIANTS

__all__ = ["app_of", "blank_film", "challenges", "films", "puppet", "shown", "whole"]
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("db", "vault")]


def photo(name: str, change: str = "") -> bytes:
    seen, file = picture(name), BytesIO()
    Image.fromarray(VARIANTS[change](seen) if change else seen).save(file, "JPEG", quality=85)
    return file.getvalue()


def recorded(desk: Desk, *photos: bytes) -> BlockedLikeness:
    row = propose(release=paper(), portraits=photos, by=desk.one)
    confirm(likeness=row, by=desk.other)
    desk.deliver()
    return desk.now(row)


def test_a_film_that_shows_somebody_blocked_is_refused(
    desk: Desk, shown: Shown, api: Any, creator: Any, deliver: Deliver
) -> None:
    row = recorded(desk, photo("portrait"), photo("portrait", "brighter"))
    assert (row.state, row.problem, files()) == ("measured", "", [])
    with roles.acting_as("likeness"):
        assert set(FaceTemplate.objects.values_list("kind", flat=True)) == {"dlib"}
    job = shown("portrait")
    assert (job.state, job.error_code) == (JobState.REFUSED, "likeness")
    said = str(api.get(f"/generations/{job.public_id}", as_=creator).content)
    assert row.public_id not in said
    assert str(row.pk) not in said
    held = shown("close")  # 0.60 from the portrait
    assert (held.state, held.held_for) == (JobState.HELD, "review")
    assert shown("moved").state == JobState.CLEARED
    desk.withdraw(row)
    deliver()
    assert shown("portrait").state == JobState.CLEARED


def test_an_enrolment_of_somebody_blocked_is_held(
    desk: Desk, whole: Callable[..., App], creator: Any
) -> None:
    assert recorded(desk, photo("portrait")).state == "measured"
    app = whole(creator)
    assert reasons_of(app.row) == [HoldReason.DUPLICATE, HoldReason.BLOCKED_PERSON]
    assert app.cameo()["status"] == "verification_pending"
    assert Cameo.objects.get().verified_at is None


@pytest.mark.parametrize(
    ("photos", "problem"),
    [
        ((photo("wide"), photo("close")), "not_one_person"),
        ((photo("portrait"), photo("portrait", "blurred")), ""),
    ],
)
def test_the_portraits_are_of_one_person(
    desk: Desk, photos: tuple[bytes, ...], problem: str
) -> None:
    assert recorded(desk, *photos).problem == problem


def test_two_people_in_one_portrait_and_nobody_are_refused(desk: Desk, tmp_path: Path) -> None:
    seen = picture("portrait")
    both, nobody = BytesIO(), BytesIO()
    pair = Image.new("RGB", (seen.shape[1] * 2, seen.shape[0]))
    for number, name in enumerate(("wide", "close")):
        pair.paste(Image.fromarray(picture(name)), (number * seen.shape[1], 0))
    pair.save(both, "JPEG")
    Image.new("RGB", (300, 300), "grey").save(nobody, "JPEG")
    assert recorded(desk, both.getvalue()).problem == "several_faces"
    assert recorded(desk, nobody.getvalue()).problem == "no_face"
