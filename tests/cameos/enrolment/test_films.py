"""The whole way, nothing left out: rendered films, real detector, recogniser and gallery."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cameos.challenge import asking
from cameos.challenge.asking import Challenge, Turn
from cameos.enrolment.states import HoldReason
from cameos.models import Assessment, Cameo, CameoKey, FaceTemplate
from cameos.services.holds import reasons_of
from config.demo.filming.films import honest, render
from lib.faces import presentation
from lib.faces.presentation import AttackAnswer
from lib.signed_media import exists
from tests import roles
from tests.cameos.challenge.kinds import ScriptedAttacks
from tests.cameos.enrolment.steps import App, show_results

pytestmark = pytest.mark.slow

# Lines of digits that the recogniser is known to make out in the renderer's voice.
FIRST = Challenge("406152", (Turn.LEFT, Turn.RIGHT, Turn.RIGHT))
SECOND = Challenge("406152", (Turn.RIGHT, Turn.LEFT, Turn.RIGHT))

Whole = Callable[..., App]


@pytest.fixture
def challenges(monkeypatch: pytest.MonkeyPatch) -> list[Challenge]:
    """What is asked next."""
    waiting = [FIRST, SECOND]
    monkeypatch.setattr(asking, "ask", lambda: waiting.pop(0))
    return waiting


@pytest.fixture
def whole(
    vault: None,
    challenges: list[Challenge],
    app_of: Callable[[Any], App],
    deliver: Callable[[], int],
    tmp_path: Path,
) -> Whole:
    """Somebody's whole enrolment with a film that answers their challenge, changed in one point."""

    def enrol(person: Any, **change: object) -> App:
        app = app_of(person)
        asked = challenges[0]
        assert app.begin().status_code == 201
        film = render(tmp_path / f"{person.pk}.mp4", replace(honest(asked), **change))  # type: ignore[arg-type]
        assert app.send(film.read_bytes()).status_code == 200
        assert app.submit().status_code == 202
        deliver()
        show_results()
        deliver()
        return app

    return enrol


def test_a_face_is_enrolled_and_the_same_face_again_is_held(
    whole: Whole, creator: Any, stranger: Any
) -> None:
    owner = whole(creator)
    assert owner.read().json()["status"] == "accepted", owner.read().json()
    assert Cameo.objects.get().usable_by_owner_only, "nobody looked for a presentation attack"
    with roles.acting_as("likeness"):
        assert set(FaceTemplate.objects.values_list("kind", flat=True)) == {"dlib"}
        assert CameoKey.objects.get().confirmed_at is not None
    assert not exists(owner.row.upload_key)
    thief = whole(stranger)
    assert reasons_of(thief.row) == [HoldReason.DUPLICATE]
    assert thief.cameo()["status"] == "verification_pending"
    assert owner.cameo()["status"] == "active"
    near = Assessment.objects.filter(enrolment_id=thief.row.pk).get()
    assert near.near_cameo_id == owner.row.cameo_id


def test_where_somebody_can_tell_the_rendered_film_is_an_attack(
    whole: Whole, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presentation, "build", lambda: ScriptedAttacks(AttackAnswer.ATTACK))
    app = whole(creator)
    assert [one["code"] for one in app.read().json()["problems"]] == ["presentation_attack"]
    assert not Cameo.objects.exclude(state="enrolling").exists()
    with roles.acting_as("likeness"):
        assert not CameoKey.objects.exists()


def test_other_digits_are_refused_with_what_to_do(whole: Whole, creator: Any) -> None:
    app = whole(creator, digits="542016")
    assert [one["code"] for one in app.read().json()["problems"]] == ["digits_not_heard"]
    assert app.cameo()["status"] == "enrolling"
