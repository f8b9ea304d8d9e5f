"""What owners keep their likeness out of, on words that were read late and on finished films."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from cameos.models import Cameo
from generation.models import Job
from generation.stages import Stage
from generation.work.restricting import restriction_of_film
from generation.work.withdrawing import withdraw_film
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.detectors.base import Heard
from moderation.inspection import Inspection
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence
from moderation.screener.client import Piece
from moderation.services.screening import judged
from tests import cast
from tests.answering import EVERYTHING, answering, away
from tests.cameos.permissions.lending import granted, lent, set_level
from tests.cameos.revoking.taking_back import revoked
from tests.client import Api, code_of
from tests.generation.likeness.asking import ask, waiting, with_likeness
from tests.generation.studio import Puppet, seen_nothing, worked

HEARD = Heard((("let us drink beer", 0.5, 1.5),), True, (), "test", "1")


def showing(**changes: Any) -> Inspection:
    return replace(seen_nothing(Path()), **changes)


def scored(hit: Hit) -> Inspection:
    return showing(answers=[(Surface.FRAME, Answer("test", "1", EVERYTHING, (hit,)))])


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator, restrictions=["alcohol", "violence"])


@pytest.fixture
def inspected(
    puppet: Callable[..., Puppet], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Job, Inspection], Job]:
    def inspect(job: Job, found: Inspection) -> Job:
        puppet()
        monkeypatch.setattr("generation.work.inspecting.inspect_film", lambda path, **_: found)
        return worked(job, Stage.RENDER, Stage.INSPECT)

    return inspect


FORBIDDEN = {
    "heard": showing(heard=HEARD),
    "read": showing(on_screen=[("Beer and wine", 0.0, 4.0)]),
    "described": showing(described=[("two men in a brawl", 0.0, 4.0)]),
    "seen": scored(Hit(Category.VIOLENCE, 0.45)),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_is_heard_read_or_seen_is_refused_to_whoever_it_is_not_lent_for(
    *,
    name: str,
    api: Api,
    cameo: Cameo,
    creator: Any,
    friend: Any,
    inspected: Any,
    deliver: Callable[[], int],
    media_dir: Path,
) -> None:
    job = inspected(waiting(cameo, by=friend), FORBIDDEN[name])
    assert (job.state, job.error_code, job.refused_for) == ("refused", "not_for_this_prompt", "")
    assert job.assets.get(kind="master").storage_key.startswith("quarantine/")
    response = api.get(f"/generations/{job.public_id}", as_=friend)
    assert response.json()["error"]["code"] == "not_for_this_prompt"
    assert response.json()["can"]["contest"] is False
    for hint in (b"alcohol", b"beer", b"violence", b"restrict"):
        assert hint not in response.content.lower()
    contest = api.post(f"/generations/{job.public_id}/contest", {}, as_=friend)
    assert code_of(contest) == "not_contestable"
    deliver()
    assert not job.assets.exists(), "nobody can contest it"
    assert not [path for path in media_dir.rglob("*") if path.is_file()]
    own = inspected(waiting(cameo, by=creator), FORBIDDEN[name])
    assert own.state == "inspected", "one's own likeness"


@pytest.mark.parametrize("asked", ["is_closed_to_reviewers", "is_matter_of_child_safety"])
def test_what_may_be_a_matter_of_child_safety_stays(
    *,
    asked: str,
    cameo: Cameo,
    friend: Any,
    inspected: Any,
    deliver: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"generation.work.erasure.{asked}", lambda *_, **__: True)
    job = inspected(waiting(cameo, by=friend), FORBIDDEN["heard"])
    assert (job.state, job.error_code) == ("refused", "not_for_this_prompt")
    deliver()
    assert job.assets.filter(kind="master").exists()


@pytest.mark.parametrize("lost", [True, False])
def test_a_film_that_is_refused_while_it_is_taken_back_goes(
    *,
    lost: bool,
    cameo: Cameo,
    friend: Any,
    puppet: Callable[..., Puppet],
    monkeypatch: pytest.MonkeyPatch,
    deliver: Callable[[], int],
) -> None:
    """As where the workers of the revocation passed it by, because it still ran."""
    puppet()
    job = worked(waiting(cameo, by=friend), Stage.RENDER)

    def taken_back(path: Path, **_: Any) -> Inspection:
        Cameo.objects.filter(pk=cameo.pk).update(epoch=cameo.epoch + lost)
        return scored(Hit(Category.VIOLENCE, 0.97))

    monkeypatch.setattr("generation.work.inspecting.inspect_film", taken_back)
    worked(job, Stage.INSPECT)
    assert (job.state, job.error_code) == ("refused", "output_moderation")
    deliver()
    assert job.assets.exists() is not lost


def test_what_nobody_keeps_out_of_goes_on(cameo: Cameo, friend: Any, inspected: Any) -> None:
    set_level(cameo, "everyone", restrictions=["politics"])
    for found in FORBIDDEN.values():
        assert inspected(waiting(cameo, by=friend), found).state == "inspected"


def half_read(pieces: Sequence[Piece], *, seconds: float) -> list[list[Answer]]:
    return [[Answer("test", "1", dict.fromkeys(Category, Coverage.PARTIAL))] for _ in pieces]


def test_words_that_nobody_understood_are_held(
    cameo: Cameo, creator: Any, friend: Any, inspected: Any, screener_answers: Any
) -> None:
    jobs = [waiting(cameo, by=one) for one in (friend, creator)]
    screener_answers(half_read)
    found = showing(heard=replace(HEARD, texts=(("sätze", 0.5, 1.5),)))
    theirs, own = (inspected(job, found) for job in jobs)
    assert (theirs.state, theirs.held_for) == ("held", "unassessed")
    assert own.state == "inspected"


def of_pictures(job: Job, found: Inspection, *, bounded: bool = False) -> Any:
    frames = [Evidence(Surface.FRAME, [answer for _, answer in found.answers])]
    judgement = judged(frames, audience=Audience(likeness=True))
    return restriction_of_film(
        job, found, frames=frames, words=[], judgement=judgement, bounded=bounded
    )


def test_production_demands_that_something_looked_at_the_pictures(
    cameo: Cameo, friend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = with_likeness(cameo, by=friend)
    assert of_pictures(job, showing()) is None
    monkeypatch.setattr(settings, "PRODUCTION", True)
    assert of_pictures(job, showing()) == "unassessed", "no detector knows a beer"
    assert of_pictures(job, showing(described=[("a walk", 0.0, 4.0)])) is None
    assert of_pictures(job, showing(), bounded=True) is None, "it can draw none"
    set_level(cameo, "everyone", restrictions=["violence"])
    assert of_pictures(with_likeness(cameo, by=friend), showing()) is None


@pytest.mark.parametrize("late", [answering(Hit(Category.VIOLENCE, 0.6)), half_read])
def test_what_the_screener_says_late_is_said_as_at_submit(
    late: Any, api: Api, cameo: Cameo, friend: Any, screener_answers: Any
) -> None:
    screener_answers(away)
    job = with_likeness(cameo, by=friend)
    screener_answers(late)
    job = worked(job, Stage.SCREEN)
    assert (job.state, job.error_code) == ("refused", "not_for_this_prompt")
    assert code_of(ask(api, cameo, by=friend)) == "not_for_this_prompt"


def test_nothing_passes_that_nobody_read(cameo: Cameo, friend: Any, screener_answers: Any) -> None:
    screener_answers(away)
    job = worked(with_likeness(cameo, by=friend), Stage.SCREEN)
    assert job.state in ("held", "refused")


def test_a_dress_is_worn_when_the_screener_answers_late(
    cameo: Cameo, friend: Any, creator: Any, screener_answers: Any
) -> None:
    set_level(cameo, "everyone", preferences={"hat": "fedora"})
    screener_answers(away)
    job = with_likeness(cameo, by=friend)
    assert job.rendered_text is None
    screener_answers(answering())
    job = worked(job, Stage.SCREEN)
    assert job.state == "screened"
    assert job.text_for_engine.endswith(f"@{creator.handle} wearing a fedora.")


def test_whoever_keeps_out_of_scenes_with_minors_is_in_none_with_a_teen(
    api: Api, teen: Any
) -> None:
    other, maker = cast.adult(), cast.teen()
    theirs, shy = lent(teen, "approved"), lent(other, "approved", restrictions=["minors"])
    for one in (theirs, shy):
        granted(one, maker)
    assert code_of(ask(api, theirs, shy, by=maker)) == "not_for_this_prompt"
    assert ask(api, shy, by=maker).status_code == 202
    assert ask(api, theirs, by=maker).status_code == 202


@pytest.mark.parametrize(("score", "kept"), [(0.97, True), (0.27, True), (None, False)])
def test_nobody_destroys_evidence_by_taking_a_consent_back_while_it_is_looked_at(
    *,
    score: float | None,
    kept: bool,
    cameo: Cameo,
    friend: Any,
    puppet: Callable[..., Puppet],
    monkeypatch: pytest.MonkeyPatch,
    deliver: Callable[[], int],
) -> None:
    puppet()
    job = worked(waiting(cameo, by=friend), Stage.RENDER)

    def taken_back(path: Path, **_: Any) -> Inspection:
        revoked(cameo)
        deliver()
        assert Job.objects.get(pk=job.pk).cancel_requested_at is not None
        return scored(Hit(Category.CHILD_SAFETY, score)) if score else showing()

    monkeypatch.setattr("generation.work.inspecting.inspect_film", taken_back)
    worked(job, Stage.INSPECT)
    deliver()
    withdraw_film(job.pk)
    job.refresh_from_db()
    assert job.state in {"cancelled", "refused"}
    assert job.assets.exists() is kept
