"""Where the pictures of the people in a film lie while it is drawn: `work/`, which gets no URL."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from accounts.handles.folding import fold
from cameos.models import Cameo, Capability
from cameos.permissions.mentions import MENTION
from cameos.references.showing import shows_face
from generation.engines.base import Reference
from generation.models import Attempt, Job, Outcome
from generation.services.consent import capabilities_of
from generation.stages import Stage
from generation.work.leftovers import remove_folder
from lib.signed_media import listed, reading

FOLDER = "references"


class ReferencesMissing(Exception):
    """The pictures of somebody who is to be shown are not there (any more)."""


def reference_key(job: Job, *, attempt: int, capability: Capability, number: int) -> str:
    """Two attempts never share a file."""
    return f"{job.work_folder}/{FOLDER}/{attempt}/{capability.pk.hex}-{number}.png"


@contextmanager
def references_for(job: Job) -> Iterator[tuple[Reference, ...]]:
    """Of everybody whose face was lent to it, as files of this machine within the block. Raises
    ReferencesMissing."""
    with ExitStack() as stack:
        yield _references(job, stack)


def _references(job: Job, stack: ExitStack) -> tuple[Reference, ...]:
    lent = [one for one in capabilities_of(job.pk) if shows_face(one)]
    if not lent or not job.is_drawn:
        return ()
    prepared = Attempt.objects.filter(job=job, stage=Stage.PREPARE, outcome=Outcome.SUCCEEDED)
    last = prepared.order_by("-number").first()
    if last is None:
        raise ReferencesMissing
    return tuple(_reference(job, one, last.number, stack) for one in lent)


def remove_references(job: Job, *, before: int | None = None) -> None:
    """Those of attempts `before` this one, or all. Safe to do again. The rest of the job's work
    stays."""
    folder = f"{job.work_folder}/{FOLDER}"
    if before is None:
        remove_folder(folder)
        return
    for number in range(1, before):
        remove_folder(f"{folder}/{number}")


def _reference(job: Job, capability: Capability, attempt: int, stack: ExitStack) -> Reference:
    first = reference_key(job, attempt=attempt, capability=capability, number=1)
    folder, mine = first.rpartition("/")[0], first.rpartition("-")[0] + "-"
    keys = [one.key for one in listed(folder) if one.key.startswith(mine)]
    try:
        pictures = tuple(stack.enter_context(reading(key)) for key in keys)
    except FileNotFoundError:
        raise ReferencesMissing from None
    if not pictures:
        raise ReferencesMissing
    scopes = frozenset(scope.value for scope in capability.bounds().scopes)
    words = "\n".join((job.text_for_engine, *job.own_words))
    return Reference(pictures, _mention_of(capability, words), scopes)


def _mention_of(capability: Capability, prompt: str) -> str:
    """As it stands in the prompt: capitals and points may differ from the handle itself."""
    handle = Cameo.objects.select_related("owner").get(pk=capability.cameo_id).owner.handle
    said = (name for found in MENTION.findall(prompt) for name in (found, found.rstrip(".")))
    return next((name for name in said if fold(name) == fold(handle)), handle)
