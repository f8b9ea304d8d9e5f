"""Asking for videos with tools, and making them to the end."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from django.utils import timezone

from cameos.models import Capability
from generation.models import AssetKind, Draft, Job
from generation.work.files import described_film
from lib.signed_media import new_key, placing
from tests.client import Api
from tests.generation.studio import WISH

_keys = count(1)
PROMPT = "a quiet walk along the river"


def want(api: Api, by: Any, tool: str = "text", *sources: Any, **body: Any) -> Any:
    """POST /generations. `sources`: drafts, or what stands in the body for them."""
    asked: dict[str, Any] = {"tool": tool, **body}
    if tool == "text":
        asked = {**WISH, "prompt": PROMPT, **asked}
    if sources:
        asked["sources"] = [one if isinstance(one, dict) else of(one) for one in sources]
    return api.post("/generations", asked, as_=by, key=f"tool-{next(_keys)}")


def of(draft: Draft, **cut: float) -> dict[str, Any]:
    return {"draft": draft.public_id, **cut}


Maker = Callable[..., Draft]


def finished(answer: Any, deliver: Callable[[], int]) -> Draft:
    """The draft of a request that was taken on."""
    assert answer.status_code == 202, answer.content
    deliver()
    job = job_of(answer)
    assert job.state == "completed", (job.state, job.error_code, job.error_stage)
    return Draft.objects.get(job=job)


def settled(job: Job, film: Path) -> Draft:
    """A job made to its end at once: a draft whose master is `film`, without what workers do."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(
        state="completed", progress=100, finished_at=now, begun_at=now, screened_as="development",
        leased_until=None, waiting_since=None, resend_at=None, second_look_at=None,
    )  # fmt: skip
    Capability.objects.filter(film_id=job.pk).update(completed_at=now)
    key = new_key("kept", ".mp4")
    with placing(key) as path:
        path.write_bytes(film.read_bytes())
        described_film(path, key=key, job=job, kind=AssetKind.MASTER).save()
    return Draft.objects.create(job=job, owner=job.owner)


def settled_by(answer: Any, film: Path) -> Draft:
    """The same of a request that was taken on."""
    assert answer.status_code == 202, answer.content
    return settled(job_of(answer), film)


def job_of(answer: Any) -> Job:
    job_id = answer["Location"].rpartition("/")[2]
    return next(job for job in Job.objects.all() if job.public_id == job_id)
