"""Whose likeness a job was lent: its capabilities, in the order in which they were issued."""

from cameos.capabilities.issuing import token_of
from cameos.capabilities.using import checked
from cameos.models import Capability
from generation.models import Job


def capabilities_for(job: Job) -> list[Capability]:
    """Whatever became of them since; `still_permitted` says whether they stand."""
    return list(Capability.objects.filter(film_id=job.pk).order_by("pk"))


def has_people(job: Job) -> bool:
    """Whether somebody's likeness was lent to it, so that its film may show a real person."""
    return Capability.objects.filter(film_id=job.pk).exists()


def still_permitted(job: Job) -> list[Capability]:
    """All of them, held until the caller's transaction ends. Raises CapabilityRefused."""
    lent = capabilities_for(job)
    return [checked(token_of(one), job=job.public_id) for one in lent]
