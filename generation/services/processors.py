"""Who outside of this house draws a job, and whether those in it agreed to just that."""

from cameos.capabilities.tokens import CapabilityRefused, Fault
from cameos.processors.declared import declare, key_of
from generation.engines.registry import capabilities_of, engine_names
from generation.models import Job
from generation.services.consent import capabilities_of as lent_to


def declare_all() -> None:
    """Called once, when the app is ready: owners are asked about each."""
    for name in engine_names():
        if said := capabilities_of(name).processor:
            declare(said, model=name)


def processor_of(engine: str) -> str:
    """The key of who is handed its prompts and pictures; nothing where they stay here. Raises
    UnknownEngine."""
    return key_of(capabilities_of(engine).processor)


def refuse_other_processor(job: Job) -> None:
    """Before anything is handed over: an operator may have changed the engine's table since.

    Raises CapabilityRefused where somebody in it agreed to another processor, or to none.
    """
    processor = processor_of(job.engine)
    if processor and lent_to(job.pk).exclude(processor=processor).exists():
        raise CapabilityRefused(Fault.NOT_PERMITTED)
