"""Asking for videos with likenesses, as an app and as a service do."""

from itertools import count
from typing import Any

from cameos.models import Cameo, Capability
from cameos.services.checking import check
from generation.models import Job
from generation.services.asking import ask_for
from generation.services.submit import submit
from generation.stages import Stage
from lib.errors import DomainError
from tests.generation.studio import WISH, worked

CALM = "a quiet walk along the river"
_keys = count(1)


def ask(api: Any, *cameos: Cameo | str, by: Any, prompt: str = CALM, key: str = "") -> Any:
    """POST /generations; a key of its own where none is given."""
    subjects = [one if isinstance(one, str) else one.public_id for one in cameos]
    body = {**WISH, "prompt": prompt, "subjects": subjects}
    return api.post("/generations", body, as_=by, key=key or f"key-{next(_keys)}")


def with_likeness(*cameos: Cameo, by: Any, prompt: str = CALM) -> Job:
    """A job for these, whose words the screener was asked about at once."""
    subjects = [one.pk for one in cameos]
    asked = ask_for(prompt, subjects=subjects, maker=by)
    return submit(
        owner=by,
        **{**WISH, "prompt": prompt},
        subjects=subjects,
        screened=asked.plain if asked else None,
        dressed=asked.dressed if asked else None,
    )


def waiting(*cameos: Cameo, by: Any) -> Job:
    """The same, with pictures of everybody, in the queue of the renderer."""
    return worked(with_likeness(*cameos, by=by), Stage.PREPARE)


def answer_of_submit(cameos: list[Cameo], by: Any, prompt: str) -> str:
    """In the words of preflight; what the policy refuses by the code of its refusal."""
    try:
        job = with_likeness(*cameos, by=by, prompt=prompt)
    except DomainError as refused:
        return refused.code.value
    return job.error_code or "ok"


def answer_of_preflight(cameos: list[Cameo], by: Any, prompt: str) -> str:
    try:
        found = check(cameo_ids=[one.pk for one in cameos], prompt=prompt, by=by)
    except DomainError as refused:
        return refused.code.value
    return found.answer.value


def capability_of(job: Job) -> Capability:
    """Of a job with one subject."""
    return Capability.objects.get(film_id=job.pk)
