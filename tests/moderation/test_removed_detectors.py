"""Profile x detector removed x surface (law 1): what is lacking, written down by hand.

The house answers as `moderation.assessors` says that its detectors do, less the one removed.
Nothing here is read from the policy: whoever deletes a demand from its file meets a red row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pytest_django import Settings

from cameos.identity.verdicts import Identified
from cameos.identity.verdicts import Verdict as IdentityVerdict
from feed.services.publishing import publish
from generation.engines.registry import capabilities_of
from generation.limits import MAX_ATTEMPTS
from generation.models import Draft, Job
from generation.services.asking import ask_at_once
from generation.services.submit import submit
from generation.stages import Stage
from generation.states import JobState
from lib.faces.base import FaceBox
from lib.faces.looking import SeenFace
from lib.outbox.models import OutboxMessage
from moderation.answers import Answer, Coverage
from moderation.assessors import ASSESSORS
from moderation.categories import TEXT, Category, Surface
from moderation.detectors.base import Heard
from moderation.inspection import Inspection
from moderation.models import Scan
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence
from moderation.screener.client import Piece
from moderation.services.screening import judged
from tests.feed.studio import finished
from tests.generation.studio import Puppet, submitted, worked

NOTHING: set[str] = set()
READ = {
    *("sexual", "self_harm", "violence", "political"),
    *("hate", "harassment", "deception", "illicit"),
}
LISTED = {"likeness", "third_party"}
RULED = {"child_safety"}
EVERYTHING = READ | LISTED | RULED
DRAWN = {"sexual", "self_harm", "violence"}

# removed: (lacking under production, lacking under development), on every surface with words
WORDS: dict[str, tuple[set[str], set[str]]] = {
    "nothing": (NOTHING, NOTHING),
    "minilm": (READ, NOTHING),  # in development they pass on word lists
    "lexicon": (LISTED, LISTED),
    "minors": (RULED, RULED),
    "minilm lexicon": (READ | LISTED, READ | LISTED),
    "minilm minors": (READ | RULED, RULED),
    "lexicon minors": (LISTED | RULED, LISTED | RULED),
    "minilm lexicon minors": (EVERYTHING, EVERYTHING),
}
# removed: (surface, lacking under production, lacking under development), in films
FILMS: dict[str, tuple[str, set[str], set[str]]] = {
    "nothing": ("frame", NOTHING, NOTHING),
    "csam": ("frame", RULED, NOTHING),  # in development there need be no such service
    "hash_bank": ("frame", NOTHING, NOTHING),  # a bank notices only some of it
    "bounded": ("frame", DRAWN, DRAWN),
    "a sure look": ("frame", DRAWN | RULED, DRAWN),  # it would notice only some of it
    "csam bounded": ("frame", DRAWN | RULED, DRAWN),
    "on_screen_text": ("on_screen_text", EVERYTHING, EVERYTHING),
    "listener": ("transcript", EVERYTHING, EVERYTHING),
    "the script": ("transcript", EVERYTHING, EVERYTHING),
}
NOBODY_LOOKS = {"sexual", "self_harm", "violence", "child_safety", "likeness"}
PROFILES = ("production", "development")
SPOKEN = 'A red ball by the sea. A man says "good evening".'
WRITTEN = (
    *("prompt", "dialogue", "transcript", "on_screen_text", "scene_description"),
    *("caption", "comment", "profile", "message", "report"),
)

Deliver = Callable[[], int]


class Fate(NamedTuple):
    """`stamp`: the profile under which it passed."""

    passed: bool
    lacking: set[str]
    stamp: str


def expected(profile: str, under_production: set[str], under_development: set[str]) -> Fate:
    lacking = under_production if profile == "production" else under_development
    return Fate(not lacking, lacking, "" if lacking else profile)


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.PROFILE = request.param
    settings.PRODUCTION = request.param == "production"
    return str(request.param)


@pytest.fixture(params=WORDS)
def removed(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def answers_on(surface: Surface, removed: str = "") -> list[Answer]:
    """Of the detectors that look at it, less those removed; faces are looked for by themselves."""
    gone = {*removed.split(), "faces"}
    return [
        Answer(one.name, "1", one.coverage)
        for one in ASSESSORS
        if surface in one.surfaces and one.name not in gone
    ]


def house_without(removed: str, *, on: str) -> Callable[..., list[list[Answer]]]:
    """A screener of which something is missing where it reads one surface."""

    def ask(pieces: Sequence[Piece], *, seconds: float) -> list[list[Answer]]:
        return [answers_on(one.surface, removed if one.surface == on else "") for one in pieces]

    return ask


def lacking_of(scan: Scan, *, on: str) -> set[str]:
    """The categories; of another surface than that one nothing may be lacking."""
    assert {surface for surface, _ in scan.lacking} <= {on}
    return {category for _, category in scan.lacking}


def fate_of(job: Job, stage: Stage, *, on: str, done: JobState) -> Fate:
    """Held where it was judged, or in `done`; and never anything between."""
    job = Job.objects.get(pk=job.pk)
    lacking = lacking_of(Scan.objects.get(stage=stage), on=on)
    if job.state == done:
        return Fate(True, lacking, job.screened_as)
    assert (job.state, job.held_stage, job.held_for) == (JobState.HELD, stage, "unassessed")
    assert not Draft.objects.exists()
    return Fate(False, lacking, "")


@pytest.mark.parametrize("surface", ["prompt", "dialogue"])
@pytest.mark.django_db
def test_the_words_of_a_prompt(
    creator: Any, screener_answers: Any, profile: str, removed: str, surface: str
) -> None:
    screener_answers(house_without(removed, on=surface))
    job = submit(
        owner=creator, prompt=SPOKEN, size="720x1280", seconds=4, screened=ask_at_once(SPOKEN)
    )
    fate = fate_of(job, Stage.SCREEN, on=surface, done=JobState.QUEUED)
    assert fate == expected(profile, *WORDS[removed])
    assert OutboxMessage.objects.filter(actor_name="render_job").exists() is fate.passed


@pytest.mark.usefixtures("media_dir")
def test_a_caption(creator: Any, profile: str, removed: str) -> None:
    words = [Evidence(Surface.CAPTION, answers_on(Surface.CAPTION, removed))]
    post = publish(draft=finished(creator), by=creator, caption="It got away.", evidence=words)
    lacking = lacking_of(Scan.objects.get(subject=post.public_id), on="caption")
    assert Fate(post.state == "published", lacking, post.screened_as) == expected(
        profile, *WORDS[removed]
    )
    assert post.state in {"published", "screening"}


@pytest.mark.parametrize("surface", WRITTEN)
def test_words_by_themselves(profile: str, removed: str, surface: str) -> None:
    words = [Evidence(Surface(surface), answers_on(Surface(surface), removed))]
    assert judgement_of(words, profile) == expected(profile, *WORDS[removed])


def test_a_picture_of_somebody_s_own_is_held(profile: str) -> None:
    """Nothing is removed: nobody here can look at all of it, and to notice some is not enough."""
    some = Answer("test", "1", dict.fromkeys(Category, Coverage.PARTIAL))
    all_there_are = answers_on(Surface.REFERENCE_IMAGE)
    matched = {"child_safety"}  # by an operator's service
    for answers, lacking in ((all_there_are, NOBODY_LOOKS - matched), ([some], NOBODY_LOOKS)):
        given = [Evidence(Surface.REFERENCE_IMAGE, answers)]
        assert judgement_of(given, profile) == Fate(False, lacking, "")


def judgement_of(evidence: Iterable[Evidence], profile: str) -> Fate:
    judgement = judged(evidence, audience=Audience())
    assert judgement.effect in {Effect.PASS, Effect.HOLD}
    passed = judgement.effect == Effect.PASS
    lacking = {category.value for _, category in judgement.lacking}
    return Fate(passed, lacking, profile if passed else "")


def test_every_surface_with_words_has_its_rows() -> None:
    assert set(WRITTEN) == {surface.value for surface in TEXT}
    assert {category.value for category in Category} == EVERYTHING


def in_part(answers: Iterable[Answer]) -> list[Answer]:
    """The same detectors, sure of nothing."""
    return [replace(one, coverage=dict.fromkeys(one.coverage, Coverage.PARTIAL)) for one in answers]


def inspection(path: Path, *, removed: str = "", **_: Any) -> Inspection:
    """A look at a film in which something is written and something is said."""
    heard = Heard((("good evening", 0.5, 1.5),), removed != "the script", (), "test", "1")
    seen = answers_on(Surface.FRAME, removed)
    if removed == "a sure look":
        seen = in_part(seen)
    return Inspection(
        answers=[(Surface.FRAME, one) for one in seen],
        on_screen=None if removed == "on_screen_text" else [("a red ball", 0.0, 4.0)],
        heard=None if removed == "listener" else heard,
    )


@pytest.fixture
def made(
    creator: Any,
    puppet: Callable[..., Puppet],
    monkeypatch: pytest.MonkeyPatch,
    screener_answers: Any,
) -> Callable[..., Job]:
    """A job that waits to be drawn, in a house where nothing is missing but what a film lacks."""

    def make(*, film: str = "", words: str = "", on: str = "", faces: Any = ()) -> Job:
        puppet()
        look = partial(inspection, removed=film)
        monkeypatch.setattr("generation.work.inspecting.inspect_film", look)
        monkeypatch.setattr("generation.work.identifying.faces_in_film", faces_as_told(faces))
        screener_answers(house_without(words, on=on))
        return submitted(creator)

    return make


def faces_as_told(faces: Any) -> Callable[[Path], list[SeenFace]]:
    def look(path: Path) -> list[SeenFace]:
        if isinstance(faces, Exception):
            raise faces
        return list(faces)

    return look


@pytest.mark.parametrize("film", FILMS)
def test_a_film(made: Callable[..., Job], deliver: Deliver, profile: str, film: str) -> None:
    surface, *lacking = FILMS[film]
    job = made(film=film)
    deliver()
    fate = fate_of(job, Stage.INSPECT, on=surface, done=JobState.COMPLETED)
    assert fate == expected(profile, *lacking)


@pytest.mark.slow
@pytest.mark.parametrize("surface", ["transcript", "on_screen_text"])
def test_words_in_a_film(
    made: Callable[..., Job], deliver: Deliver, profile: str, removed: str, surface: str
) -> None:
    job = made(words=removed, on=surface)
    deliver()
    fate = fate_of(job, Stage.INSPECT, on=surface, done=JobState.COMPLETED)
    assert fate == expected(profile, *WORDS[removed])


def test_a_film_with_a_face_that_was_compared_with_nobody_is_held(
    made: Callable[..., Job],
    deliver: Deliver,
    profile: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    free = replace(capabilities_of("sketch"), content_bounded=False)
    monkeypatch.setattr("generation.services.lineage.capabilities_of", lambda name: free)
    job = made()
    unread = Identified(IdentityVerdict.UNREADABLE, faces=1, is_complete=False)
    monkeypatch.setattr("generation.work.identifying.identify_film", lambda path, **_: unread)
    deliver()
    fate = fate_of(job, Stage.LIKENESS, on="frame", done=JobState.COMPLETED)
    assert fate == Fate(False, {"likeness"}, "")


def test_what_looks_like_a_face_in_drawings_of_reviewed_things_is_none(
    made: Callable[..., Job], deliver: Deliver, profile: str
) -> None:
    job = made(faces=[SeenFace(1.0, FaceBox(10, 10, 90, 90, 1.0), 1.0)])
    deliver()
    assert Scan.objects.get(subject=job.public_id, stage=Stage.LIKENESS).lacking == []


def test_a_film_at_whose_faces_nobody_could_look_is_no_draft(
    made: Callable[..., Job], deliver: Deliver, profile: str
) -> None:
    job = made(faces=RuntimeError("no detector"))
    deliver()
    assert Job.objects.get(pk=job.pk).state != JobState.COMPLETED
    failed = worked(job, *[Stage.LIKENESS] * MAX_ATTEMPTS)
    assert (failed.state, failed.error_stage) == (JobState.FAILED, Stage.LIKENESS)
    assert not Scan.objects.filter(stage=Stage.LIKENESS).exists()
    assert not Draft.objects.exists()
