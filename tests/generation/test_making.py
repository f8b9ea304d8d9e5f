"""From a prompt to a draft, with the real engine and with one that does as it is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import dramatiq

from audit.models import AuditEvent
from generation.models import Asset, Attempt, Draft, Job, JobTransition, Outcome, Script
from generation.states import JobState
from inbox.models import Event
from lib.outbox.models import OutboxMessage
from lib.signed_media import storage_path
from tests.client import Api
from tests.generation.studio import LINE, WISH, Puppet, submitted
from tests.roles import acting_as

WAY = [
    *("submitted", "queued", "rendering", "rendered", "inspecting", "inspected"),
    *("identifying", "cleared", "finishing", "completed"),
]


def test_a_sketch_becomes_a_draft_that_plays(
    api: Api, creator: Any, deliver: Callable[[], int], media_dir: Path
) -> None:
    from lib.media.probe import probe
    from lib.media.sound import AUDIBLE_DBFS, rms_dbfs

    wish = {**WISH, "prompt": 'a blue boat at night. A man says: "good evening"'}
    made = api.post("/generations", wish, as_=creator, key="one").json()
    deliver()
    job = api.get(f"/generations/{made['id']}", as_=creator).json()
    assert (job["status"], job["progress"], job["error"]) == ("completed", 100, None)
    draft = api.get(f"/drafts/{job['draft']}", as_=creator).json()
    video = Asset.objects.get(kind="video")
    film = probe(storage_path(video.storage_key))
    assert (film.width, film.height, film.fps, film.faststart) == (720, 1280, 24, True)
    assert draft["assets"]["video"]["duration"] == round(film.duration, 3) == 4.0
    assert rms_dbfs(storage_path(video.storage_key)) > AUDIBLE_DBFS
    assert [line["text"] for line in Script.objects.get().lines] == ["good evening"]
    assert Script.objects.get().is_exact


def test_the_way_is_written_down(
    creator: Any, deliver: Callable[[], int], puppet: Callable[..., Puppet]
) -> None:
    engine = puppet()
    job = submitted(creator)
    deliver()
    steps = JobTransition.objects.filter(subject_id=job.pk).order_by("pk")
    assert [step.to_state for step in steps] == WAY
    assert [(a.stage, a.number, a.outcome) for a in Attempt.objects.order_by("number")] == [
        ("render", 1, Outcome.SUCCEEDED),
        ("inspect", 2, Outcome.SUCCEEDED),
        ("likeness", 3, Outcome.SUCCEEDED),
        ("finish", 4, Outcome.SUCCEEDED),
    ]
    assert Attempt.objects.get(number=1).record == {"engine": "puppet"}
    assert [request.seed for request in engine.renders] == [job.seed]
    audited = AuditEvent.objects.filter(target=job.public_id).order_by("pk")
    assert [row.action for row in audited] == [
        "generation.job.submitted",
        "generation.job.completed",
    ]
    told = [event.type for event in Event.objects.filter(about=job.pk).order_by("number")]
    assert (told[0], told[-1]) == ("generation.queued", "generation.completed")


def test_the_files_of_a_draft_lie_apart_and_its_master_is_kept_for_what_is_made_of_it(
    creator: Any, deliver: Callable[[], int], puppet: Callable[..., Puppet], media_dir: Path
) -> None:
    puppet()
    submitted(creator)
    deliver()
    kinds = set(Asset.objects.values_list("kind", flat=True))
    assert kinds == {"video", "poster", "spritesheet", "master"}
    assert Asset.objects.get(kind="master").storage_key.startswith("kept/")
    assert not any(asset.may_leave for asset in Asset.objects.filter(kind="master"))
    files = {path for path in media_dir.rglob("*") if path.is_file()}
    assert files == {storage_path(asset.storage_key) for asset in Asset.objects.all()}
    for asset in Asset.objects.all():
        assert asset.bytes == storage_path(asset.storage_key).stat().st_size
        assert len(asset.sha256) == 64
    sheet = Asset.objects.get(kind="spritesheet")
    assert sheet.geometry is not None
    assert sheet.width == sheet.geometry["columns"] * sheet.geometry["tile_width"]
    assert len(sheet.geometry["times"]) == sheet.geometry["columns"] * sheet.geometry["rows"]


def test_every_message_three_times_makes_one_draft(
    creator: Any, puppet: Callable[..., Puppet]
) -> None:
    engine = puppet()
    submitted(creator)
    seen = 0
    while message := OutboxMessage.objects.filter(pk__gt=seen).order_by("pk").first():
        seen = message.pk
        actor = dramatiq.get_broker().get_actor(message.actor_name)
        with acting_as("worker"):
            for _ in range(3):
                actor.fn(*message.args)
    assert len(engine.renders) == 1
    assert Draft.objects.count() == 1
    assert Asset.objects.count() == 4
    assert Job.objects.get().state == JobState.COMPLETED


def test_the_script_is_kept_for_those_who_screen(
    creator: Any, deliver: Callable[[], int], puppet: Callable[..., Puppet]
) -> None:
    puppet()
    job = submitted(creator)
    deliver()
    assert Script.objects.get(job=job).lines == [
        {"text": LINE.text, "start_s": 0.5, "end_s": 1.5, "language": "en"}
    ]
