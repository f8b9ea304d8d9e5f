"""A film that begins with a picture: whose, which, and for how long it must be there (G4, C24)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray
from PIL import Image

from accounts.events import AgeTightened
from audit.models import AuditEvent
from cameos.attestations.switching import SWITCH
from cameos.models import AttestationSwitch, ReferenceImage
from cameos.uploads.sweeping import sweep
from generation.bounds import drawn_at_most
from generation.engines.base import Capabilities, RenderRequest, RenderResult, Start
from generation.engines.registry import capabilities_of
from generation.limits import MAX_ATTEMPTS
from generation.models import Attempt, InputImage, Job
from generation.quota import counted
from generation.services.pictures import given_of
from generation.services.screening import audience_of
from generation.stages import Stage
from lib.events import publish
from lib.ids import IdKind, encode, new_id
from lib.signed_media import storage_path
from moderation.policy.audience import Destination
from provenance.signing import Given
from tests import roles
from tests.client import Api, code_of
from tests.generation.studio import TO_CLEARED, Puppet, worked
from tests.generation.tools.begun import begin_with, gradient, sent
from tests.generation.tools.making import job_of, settled, want

pytestmark = pytest.mark.django_db
BEATS = [{"at": 0, "prompt": "a red ball"}, {"at": 2, "prompt": "a blue boat"}]
PERSON = ["person_in_picture"]


@pytest.fixture(autouse=True)
def _media(media_dir: Path) -> None:
    """Pictures are files."""


@pytest.fixture
def on(db: None) -> Callable[[], Any]:
    """Attestations are taken; calling it ends that."""
    AttestationSwitch.objects.create(turned_on_by="staff", reason="counsel agreed")
    return AttestationSwitch.objects.all().delete


@pytest.fixture
def seen(studio: Puppet, monkeypatch: pytest.MonkeyPatch) -> list[NDArray[np.uint8]]:
    """The first frames that the engine is given."""
    shown: list[NDArray[np.uint8]] = []
    draw = type(studio).render

    def render(self: Any, request: RenderRequest, **rest: Any) -> RenderResult:
        if request.first_frame is not None:
            with Image.open(request.first_frame) as picture:
                shown.append(np.asarray(picture.convert("RGB")))
        return draw(self, request, **rest)

    monkeypatch.setattr(type(studio), "render", render)
    return shown


def told(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, code_of(answer), answer.json()["errors"][0]["attr"]


PAST = timedelta(seconds=-1)
# The row of the picture, status, code
REFUSED: dict[str, tuple[dict[str, Any], int, str]] = {
    "not looked at": ({"state": "pending"}, 409, "reference_not_ready"),
    "held": ({"state": "held"}, 409, "reference_not_ready"),
    "removed": ({"state": "removed", "ended_at": "now"}, 410, "gone"),
    "over its time": ({"kept_until": "past"}, 410, "gone"),
    "of a person": ({"state": "refused", "problems": PERSON}, 422, "likeness"),
    "against the rules": (
        {"state": "refused", "problems": ["against_the_rules"]}, 422, "input_moderation",
    ),
    "made here": ({"state": "refused", "problems": ["made_here"]}, 422, "input_moderation"),
    "attested, switched off": ({"state": "attested"}, 503, "temporarily_disabled"),
    "looked at without its signature": ({"origin": None}, 410, "gone"),
    "looked at without its size": ({"width": None, "height": None}, 410, "gone"),
    "lying": ({"size": (640, 360)}, 400, "invalid_choice"),
    "a little too wide": ({"size": (364, 640)}, 400, "invalid_choice"),
}  # fmt: skip


@pytest.mark.parametrize("how", sorted(REFUSED))
def test_what_is_no_first_frame_is_refused_and_says_why(how: str, api: Api, creator: Any) -> None:
    row, *expected = REFUSED[how]
    times = {"now": timezone.now(), "past": timezone.now() + PAST}
    row = {name: times.get(value, value) if isinstance(value, str) else value
           for name, value in row.items()}  # fmt: skip
    answer = begin_with(api, creator, sent(creator, **row))
    assert told(answer) == (*expected, "input_image")
    assert (Job.objects.count(), InputImage.objects.count()) == (0, 0)


def test_a_tool_that_draws_no_beginning_takes_no_picture(
    api: Api, creator: Any, blank_film: Path
) -> None:
    draft = settled(job_of(want(api, creator)), blank_film)
    body = {"input_image": sent(creator).public_id, "prompt": "at night"}
    answer = want(api, creator, "remix", draft, **body)
    assert told(answer) == (400, "unknown_field", "input_image")


def test_a_strangers_picture_is_like_one_that_never_was(
    api: Api, creator: Any, stranger: Any
) -> None:
    theirs = begin_with(api, creator, sent(stranger))
    none = want(api, creator, input_image=encode(IdKind.REFERENCE_IMAGE, new_id()))
    for answer in (theirs, none):
        assert told(answer) == (422, "source_not_available", "input_image")
    assert theirs.json()["errors"] == none.json()["errors"]
    wrong = want(api, creator, input_image=encode(IdKind.VIDEO, new_id()))
    assert told(wrong) == (400, "invalid", "input_image")


def engine_that(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> Capabilities:
    can = replace(capabilities_of("sketch"), **changed)
    for where in ("generation.making.checking", "generation.making.picture"):
        monkeypatch.setattr(f"{where}.capabilities_of", lambda _: can)
    return can


def test_a_model_that_takes_none_says_so(
    api: Api, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_that(monkeypatch, starts=frozenset({Start.BEATS}))
    answer = begin_with(api, creator, sent(creator))
    assert told(answer) == (422, "tool_not_offered", "input_image")


def test_a_model_that_needs_one_is_given_it(
    api: Api, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_that(monkeypatch, words_alone=False)
    assert told(want(api, creator)) == (422, "tool_not_offered", "tool")
    assert begin_with(api, creator, sent(creator)).status_code == 202


def test_whoever_is_shown_on_somebodys_word_leaves_the_house_never(
    api: Api, creator: Any, on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine_that(monkeypatch, processor="A farm, Iceland, a day")
    assert begin_with(api, creator, sent(creator)).status_code == 202
    answer = begin_with(api, creator, sent(creator, state="attested"))
    assert told(answer) == (422, "tool_not_offered", "input_image")


@pytest.mark.parametrize("tool", ["text", "storyboard"])
def test_the_engine_begins_with_it_at_the_films_size(
    tool: str, api: Api, creator: Any, seen: list[NDArray[np.uint8]]
) -> None:
    more: dict[str, Any] = {"beats": BEATS, "prompt": "a walk", "size": "720x1280", "seconds": 4}
    picture = sent(creator)
    answer = begin_with(api, creator, picture, tool, **(more if tool == "storyboard" else {}))
    assert answer.status_code == 202, answer.content
    assert answer.json()["input_image"] == picture.public_id
    job = worked(job_of(answer), Stage.RENDER)
    assert job.state == "rendered", job.error_code
    (frame,) = seen
    assert frame.shape == (1280, 720, 3)
    assert np.abs(frame.astype(float) - gradient(720, 1280)).mean() < 2
    shown = api.get(f"/generations/{job.public_id}", as_=creator).json()
    assert shown["input_image"] == picture.public_id
    facts = AuditEvent.objects.get(action="generation.job.submitted").facts
    assert facts["input_image"] == picture.public_id


def test_all_variations_begin_with_it(api: Api, creator: Any) -> None:
    assert begin_with(api, creator, sent(creator), variations=3).status_code == 202
    assert InputImage.objects.values("picture").distinct().count() == 1
    assert InputImage.objects.count() == 3


def test_the_same_wish_sent_twice_is_one(api: Api, creator: Any) -> None:
    body = {"prompt": "the sea", "size": "720x1280", "seconds": 4,
            "input_image": sent(creator).public_id}  # fmt: skip
    one, other = (api.post("/generations", body, as_=creator, key="twice") for _ in range(2))
    assert (one.json()["id"], InputImage.objects.count()) == (other.json()["id"], 1)
    changed = body | {"input_image": sent(creator).public_id}
    answer = api.post("/generations", changed, as_=creator, key="twice")
    assert code_of(answer) == "idempotency_mismatch"


def remove(api: Api, by: Any, picture: ReferenceImage) -> None:
    answer = api.delete(f"/uploads/reference-images/{picture.public_id}", as_=by)
    assert answer.status_code == 204


GONE = ("failed", "input_image_gone")
OURS = ("failed", "internal")


def test_removed_before_it_is_drawn_nothing_is_drawn(
    api: Api, creator: Any, studio: Puppet, deliver: Callable[[], int]
) -> None:
    picture = sent(creator)
    job = job_of(begin_with(api, creator, picture))
    remove(api, creator, picture)
    worked(job, Stage.RENDER)
    assert ((job.state, job.error_code), studio.renders) == (GONE, [])
    shown = api.get(f"/generations/{job.public_id}", as_=creator).json()
    assert shown["error"]["code"] == "input_image_gone"


def test_removed_while_it_is_drawn_nothing_is_kept(api: Api, creator: Any, studio: Puppet) -> None:
    picture = sent(creator)
    job = job_of(begin_with(api, creator, picture))
    studio.steps = (0.0, lambda: remove(api, creator, picture), 1.0)
    worked(job, Stage.RENDER)
    assert (job.state, job.error_code) == GONE
    assert not job.assets.exists()


def test_other_bytes_under_its_name_are_not_drawn(api: Api, creator: Any, studio: Puppet) -> None:
    picture = sent(creator)
    job = job_of(begin_with(api, creator, picture))
    ReferenceImage.objects.filter(pk=picture.pk).update(kept_digest="0" * 64)
    worked(job, *[Stage.RENDER] * MAX_ATTEMPTS)
    assert ((job.state, job.error_code), studio.renders) == (OURS, [])
    assert not counted(creator)


@pytest.mark.parametrize("how", ["lost", "damaged"])
def test_what_our_store_lost_or_damaged_takes_nothing_off_a_quota(
    how: str, api: Api, creator: Any, studio: Puppet
) -> None:
    picture = sent(creator)
    job = job_of(begin_with(api, creator, picture))
    path = storage_path(picture.kept_key)
    path.unlink() if how == "lost" else path.write_bytes(b"no picture")
    worked(job, *[Stage.RENDER] * MAX_ATTEMPTS)
    assert ((job.state, job.error_code), studio.renders) == (OURS, [])
    codes = Attempt.objects.filter(job=job).values_list("error_code", flat=True)
    assert set(codes) == {"storage_damaged"}
    assert not counted(creator)


def test_what_its_sender_removes_as_it_is_fetched_counts(
    api: Api, creator: Any, studio: Puppet, deliver: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    picture = sent(creator)
    job = job_of(begin_with(api, creator, picture))

    def removed(key: str, **_: Any) -> Any:
        remove(api, creator, picture)
        raise FileNotFoundError

    monkeypatch.setattr("generation.work.tools.picture.reading", removed)
    worked(job, Stage.RENDER)
    assert ((job.state, job.error_code), studio.renders) == (GONE, [])
    assert job in counted(creator)


def swept(picture: ReferenceImage) -> str:
    with roles.acting_as("worker"):
        sweep()
    picture.refresh_from_db()
    return str(picture.state)


def test_it_outlasts_its_time_for_a_video_in_the_making_and_no_longer(
    api: Api, creator: Any, studio: Puppet, seen: list[Any]
) -> None:
    used, unused = sent(creator), sent(creator)
    job = job_of(begin_with(api, creator, used))
    ReferenceImage.objects.update(kept_until=timezone.now() + PAST)
    assert (swept(used), swept(unused)) == ("ready", "expired")
    assert told(begin_with(api, creator, used))[1] == "gone", "to nothing new"
    assert worked(job, Stage.RENDER).state == "rendered"
    assert len(seen) == 1
    Job.objects.filter(pk=job.pk).update(
        state="failed", error_code="internal", error_stage="render", finished_at=timezone.now(),
        waiting_since=None, resend_at=None,
    )  # fmt: skip
    assert swept(used) == "expired"


def test_what_was_fine_for_an_adult_goes_with_a_sign_that_they_are_none(
    api: Api, creator: Any, studio: Puppet
) -> None:
    picture = sent(creator)
    job = job_of(begin_with(api, creator, picture))
    with roles.acting_as("worker"), transaction.atomic():
        publish(AgeTightened(creator.pk))
    picture.refresh_from_db()
    assert picture.state == "removed"
    worked(job, Stage.RENDER)
    assert (job.error_code, studio.renders) == (GONE[1], [])


def test_one_that_somebody_attested_outlasts_nothing(
    api: Api, creator: Any, studio: Puppet, on: Any
) -> None:
    picture = sent(creator, state="attested")
    job = job_of(begin_with(api, creator, picture))
    ReferenceImage.objects.update(kept_until=timezone.now() + PAST)
    assert swept(picture) == "expired"
    worked(job, Stage.RENDER)
    assert ((job.state, job.error_code), studio.renders) == (("cancelled", "consent_ended"), [])
    assert not counted(creator), "it waited in our queue"


def test_switched_off_what_is_drawn_is_not_handed_out(
    api: Api, creator: Any, studio: Puppet, on: Callable[[], Any]
) -> None:
    job = job_of(begin_with(api, creator, sent(creator, state="attested")))
    worked(job, *TO_CLEARED)
    assert job.state == "cleared", job.error_code
    on()
    assert not SWITCH.is_on()
    worked(job, Stage.FINISH)
    assert (job.state, job.error_code) == ("cancelled", "consent_ended")


def test_what_is_made_of_it_is_judged_as_strictly(
    api: Api, creator: Any, blank_film: Path, on: Any
) -> None:
    plain = job_of(begin_with(api, creator, sent(creator)))
    job = job_of(begin_with(api, creator, sent(creator, state="attested")))
    draft = settled(job, blank_film)
    child = job_of(want(api, creator, "loop", draft))
    for one in (job, child):
        judged_for = audience_of(one)
        assert (judged_for.destination, judged_for.likeness) == (Destination.PUBLIC, True)
    assert audience_of(plain).destination == Destination.DRAFT


def test_its_engine_bounds_no_film_that_nobody_looked_at(
    api: Api, creator: Any, blank_film: Path, on: Any, settings: Any
) -> None:
    job = job_of(begin_with(api, creator, sent(creator)))
    child = job_of(want(api, creator, "loop", settled(job, blank_film)))
    words = job_of(want(api, creator))
    attested = job_of(begin_with(api, creator, sent(creator, state="attested")))
    for one in (job, child):
        assert "picture" in (drawn_at_most(one) or ())
    assert "picture" not in (drawn_at_most(words) or ())
    assert drawn_at_most(attested) is None
    settings.PRODUCTION = True
    assert [drawn_at_most(one) for one in (job, child)] == [None, None]
    assert drawn_at_most(words) is not None


def test_what_its_signature_said_goes_into_the_films_own(
    api: Api, creator: Any, blank_film: Path
) -> None:
    origin = {"state": "foreign", "ai_made": True, "signer": "Somebody", "ours": False}
    job = job_of(begin_with(api, creator, sent(creator, origin=origin)))
    child = job_of(want(api, creator, "loop", settled(job, blank_film)))
    assert InputImage.objects.get(job=job).origin == origin
    assert given_of(job) == given_of(child) == (Given("foreign", ai_made=True),)


@pytest.mark.slow
def test_the_sketch_really_begins_with_it(
    api: Api, creator: Any, puppet: Callable[..., Puppet], monkeypatch: pytest.MonkeyPatch
) -> None:
    from generation.engines.editing.pictures import pictures
    from generation.engines.editing.takes import Take
    from generation.engines.registry import get_engine
    from lib.signed_media import storage_path

    puppet()
    monkeypatch.setattr("generation.work.rendering.get_engine", get_engine)
    job = job_of(begin_with(api, creator, sent(creator, size=(720, 1280))))
    worked(job, *TO_CLEARED, Stage.FINISH)
    assert job.state == "completed", (job.state, job.error_code)
    film = storage_path(job.assets.get(kind="video").storage_key)
    (first,), (last,) = pictures(Take(film, 0, 1)), pictures(Take(film, 95, 96))
    wanted = gradient(720, 1280).astype(float)
    assert np.abs(first - wanted).mean() < 4  # grey levels, after two encodings
    assert np.abs(last - wanted).mean() > 20, "a film, not a still"
