"""What becomes of a job whose film shows faces: real models, a real vault, the likeness role."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from structlog.testing import capture_logs

from cameos.capabilities.subjects import subjects_of
from cameos.identity.identifying import identify
from cameos.models import Cameo, Capability
from cameos.permissions.terms import UNBOUND, Scope, Terms
from cameos.states import CameoState
from generation.engines.registry import capabilities_of
from generation.models import InputImage, Job
from generation.services.submit import submit
from generation.services.verdicts import look_again
from generation.stages import Stage
from generation.states import JobState
from lib.actors import Actor
from lib.faces import embedding
from moderation.models import Finding, Outcome, Review, Scan
from moderation.services.reviews import decide
from tests import roles
from tests.cameos.identity.conftest import Enrol, Films
from tests.cameos.permissions.lending import EVERYONE, move, set_level
from tests.client import Api
from tests.generation.studio import WISH, Puppet, submitted, worked
from tests.generation.tools.begun import sent

pytestmark = pytest.mark.usefixtures("db", "vault")
SYSTEM = Actor.system("tests")
BLANK = np.zeros((64, 64, 3), np.uint8)
VOICE = Terms(scopes=frozenset({Scope.VOICE}))
Shown = Callable[..., Job]


@pytest.fixture
def shown(
    creator: Any, puppet: Callable[..., Puppet], films: Films, monkeypatch: pytest.MonkeyPatch
) -> Shown:
    """`shown("wide", of=[cameo])`: a job that may show these cameos, its film looked at."""

    def make(
        *names: str, of: Any = (), people: bool = True, begun_with: Any = None, **asked: Any
    ) -> Job:
        puppet()
        monkeypatch.setattr("generation.work.identifying.identify_film", identify)
        if people:
            free = replace(capabilities_of("sketch"), content_bounded=False)
            monkeypatch.setattr("generation.services.lineage.capabilities_of", lambda _: free)
        # What a picture for the engine is made of is none of this.
        monkeypatch.setattr("generation.work.preparing.portraits_for", lambda *_, **__: [BLANK])
        job = submit(owner=creator, **WISH)
        for cameo in of:
            allowed(job, cameo, **asked)
        worked(job, Stage.SCREEN)
        with roles.acting_as("likeness"):
            worked(job, Stage.PREPARE)
        worked(job, Stage.RENDER, Stage.INSPECT)
        if begun_with is not None:
            InputImage.objects.create(job=job, **begun_with)
        path = films(*names)
        monkeypatch.setattr("generation.work.identifying.undamaged", lambda _: nullcontext(path))
        return looked_at(job)

    return make


def looked_at(job: Job) -> Job:
    with roles.acting_as("likeness"):
        return worked(job, Stage.LIKENESS)


def allowed(job: Job, cameo: Cameo, **fields: Any) -> Capability:
    """Under a consent that stands: it is asked for again at every step."""
    if cameo.state != CameoState.ACTIVE:
        move(cameo, CameoState.ACTIVE, verified_at=timezone.now(), usable_by_owner_only=False)
        set_level(cameo, EVERYONE)
    return Capability.objects.create(
        cameo_id=cameo.pk,
        requester_id=job.owner_id,
        job=job.public_id,
        film_id=job.pk,
        epoch=cameo.epoch,
        expires_at=timezone.now() + timedelta(hours=1),
        **{"terms": UNBOUND.as_facts(), **fields},
    )


def scan(job: Job) -> Scan:
    return Scan.objects.filter(subject=job.public_id, stage=Stage.LIKENESS).latest("pk")


def test_a_film_of_somebody_who_did_not_consent_is_refused(
    api: Api, creator: Any, enrol: Enrol, shown: Shown
) -> None:
    consented, other = enrol("close"), enrol("wide")
    job = shown("wide", of=[consented])
    assert (job.state, job.error_code, job.refused_for) == (
        JobState.REFUSED, "likeness", "likeness",
    )  # fmt: skip
    body = api.get(f"/generations/{job.public_id}", as_=creator)
    assert body.json()["error"]["code"] == "likeness"
    assert str(other.pk) not in str(body.content)
    assert other.public_id not in str(body.content)


def test_a_film_of_the_subject_goes_on(enrol: Enrol, shown: Shown) -> None:
    consented = enrol("portrait")
    enrol("wide")  # 0.52 from the portrait
    job = shown("portrait", of=[consented])
    assert job.state == JobState.CLEARED
    assert scan(job).coverage["frame"]["likeness"] == "assessed"


@pytest.mark.slow
def test_a_likeness_that_came_with_what_it_was_made_out_of_is_expected_too(
    enrol: Enrol, shown: Shown
) -> None:
    assert shown("wide", of=[enrol("wide")], inherited=True).state == JobState.CLEARED


def test_of_a_consent_that_ended_or_lends_a_voice_no_face_is_expected(
    creator: Any, enrol: Enrol
) -> None:
    job, cameo = submitted(creator), enrol("wide")
    capability = allowed(job, cameo)
    rows = Capability.objects.filter(pk=capability.pk)
    assert subjects_of(job.pk) == {cameo.pk}
    rows.update(terms=VOICE.as_facts())
    assert subjects_of(job.pk) == frozenset()
    rows.update(terms=UNBOUND.as_facts(), ended_at=timezone.now(), ended_for="tests")
    assert subjects_of(job.pk) == frozenset()


@pytest.mark.slow
def test_whoever_lends_a_voice_is_not_shown(enrol: Enrol, shown: Shown) -> None:
    job = shown("wide", of=[enrol("wide")], terms=VOICE.as_facts())
    assert (job.state, job.error_code) == (JobState.REFUSED, "likeness")


@pytest.mark.slow
def test_in_a_drawing_with_subjects_every_face_is_compared(enrol: Enrol, shown: Shown) -> None:
    consented = enrol("close")
    enrol("wide")
    job = shown("close", "wide", of=[consented], people=False)
    assert (job.state, job.error_code) == (JobState.REFUSED, "likeness")


def test_in_a_drawing_without_subjects_nobody_is_measured(enrol: Enrol, shown: Shown) -> None:
    enrol("wide")
    with embedding.embeddings() as made:
        job = shown("wide", people=False)
    assert (job.state, made.count) == (JobState.CLEARED, 0)
    assert scan(job).coverage["frame"]["likeness"] == "partial"


@pytest.mark.parametrize("attested", [True, False])
def test_in_a_drawing_that_begins_with_a_picture_every_face_is_compared(
    creator: Any, enrol: Enrol, shown: Shown, *, attested: bool
) -> None:
    """Whoever answers for the people in it does not answer for an enrolled one."""
    enrol("wide")
    picture = {"picture": sent(creator), "digest": "0" * 64, "attested": attested}
    job = shown("wide", people=False, begun_with=picture)
    assert (job.state, job.error_code) == (JobState.REFUSED, "likeness")


def test_a_face_that_nobody_enrolled_goes_on(enrol: Enrol, shown: Shown) -> None:
    enrol("portrait")
    assert shown("moved").state == JobState.CLEARED


def test_who_may_be_somebody_enrolled_waits_for_a_person(
    enrol: Enrol, shown: Shown, moderator: Any, deliver: Callable[[], int]
) -> None:
    enrol("portrait")  # 0.60 from `close`
    job = shown("close")
    assert (job.state, job.held_for, job.held_stage) == (JobState.HELD, "review", Stage.LIKENESS)
    review = Review.objects.get(subject=job.public_id)
    assert (review.category, review.stage) == ("likeness", "likeness")
    type(moderator).objects.filter(pk=moderator.pk).update(is_superuser=True)
    moderator.refresh_from_db()
    decide(review=review, outcome=Outcome.FINE_FOR_ALL, by=moderator)
    deliver()
    job.refresh_from_db()
    assert job.state == JobState.COMPLETED


@pytest.mark.slow
def test_what_was_not_compared_with_everybody_waits_and_is_looked_at_again(
    enrol: Enrol, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    consented = enrol("close")
    with monkeypatch.context() as patch:
        patch.setattr("cameos.identity.identifying.compares_everybody", lambda *_: False)
        job = shown("close", of=[consented])
    assert (job.state, job.held_for) == (JobState.HELD, "unassessed")
    assert scan(job).lacking == [["frame", "likeness"]]
    look_again(job, stage=Stage.LIKENESS, actor=SYSTEM, reason="tests")
    assert looked_at(job).state == JobState.CLEARED


@pytest.mark.slow
def test_nothing_that_is_kept_or_said_tells_who_it_was_or_how_near(
    api: Api, creator: Any, enrol: Enrol, shown: Shown
) -> None:
    consented, other = enrol("close"), enrol("wide")
    with capture_logs() as said:
        job = shown("wide", of=[consented])
        held = shown("portrait", of=[consented])  # 0.60, and 0.52 from the other
    texts = [str(said), str(list(Scan.objects.values())), str(list(Finding.objects.values()))]
    texts.append(str(api.get(f"/generations/{job.public_id}", as_=creator).content))
    texts.append(str(list(Review.objects.values())))
    for secret in (str(other.pk), other.public_id, other.owner.handle + "'", "distance"):
        assert not any(secret in text for text in texts), secret
    scores = set(Finding.objects.filter(category="likeness").values_list("score", flat=True))
    assert (job.state, held.state) == (JobState.REFUSED, JobState.HELD)
    assert scores == {1.0, 0.5}
    identified = [line for line in said if line["event"] == "faces_identified"]
    assert {tuple(sorted(line)) for line in identified} == {
        ("about", "event", "faces", "log_level", "verdict")
    }
