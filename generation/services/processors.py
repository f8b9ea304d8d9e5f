"""Who outside of this house draws a job, and whether what it is made of may go there."""

from django.db import transaction

from cameos.capabilities.tokens import CapabilityRefused, Fault
from cameos.processors.declared import declare, key_of
from generation.engines.registry import capabilities_of, engine_names
from generation.input_images import goes_back_to_attested
from generation.making.outside import hands_frames
from generation.models import Job
from generation.services.consent import capabilities_of as lent_to
from generation.services.consent import drawn_outside_by, has_people
from generation.services.permitted import still_permitted
from generation.services.pictures import AttestationEnded
from generation.tools import Tool


def declare_all() -> None:
    """Called once, when the app is ready: owners are asked about each."""
    for name in engine_names():
        if said := capabilities_of(name).processor:
            declare(said, model=name)


def processor_of(engine: str) -> str:
    """The key of who is handed its prompts and pictures; nothing where they stay here. Raises
    UnknownEngine."""
    return key_of(capabilities_of(engine).processor)


def processor_shown(job: Job) -> str | None:
    """Who is handed its words, as people read it; None where they stay here, or where nobody knows
    any more because the operator took the engine away."""
    if not job.is_drawn or job.engine not in engine_names():
        return None
    return capabilities_of(job.engine).processor or None


def refuse_other_processor(job: Job) -> None:
    """Before anything is handed over: an operator may have changed the engine's table since, and an
    owner taken back their word while the pictures were fetched.

    Raises CapabilityRefused where somebody in it agreed to another processor, to none, or no more,
    or would be seen there in frames of a film; AttestationEnded.
    """
    processor = drawn_outside_by(job)
    if not processor:
        return
    if goes_back_to_attested(job):
        raise AttestationEnded
    if hands_frames(Tool(job.tool), capabilities_of(job.engine)) and has_people(job):
        raise CapabilityRefused(Fault.NOT_PERMITTED)
    if lent_to(job.pk).exclude(processor=processor).exists():
        raise CapabilityRefused(Fault.NOT_PERMITTED)
    with transaction.atomic():
        still_permitted(job)
