"""What a job tells its maker's devices: ids, states and numbers, never the prompt."""

from typing import Any

from generation.models import Draft, Job
from inbox.services import notify


def tell_queued(job: Job) -> None:
    """The job was accepted."""
    _tell(job, "queued")


def tell_progress(job: Job) -> None:
    """The job came further."""
    _tell(job, "progress")


def tell_completed(job: Job, draft: Draft) -> None:
    """There is a draft now."""
    _tell(job, "completed", draft=draft.public_id)


def tell_failed(job: Job) -> None:
    """The job was given up."""
    _tell(job, "failed", error={"code": job.error_code, "stage": job.error_stage})


def tell_delayed(job: Job) -> None:
    """The job is held; why is for staff."""
    _tell(job, "delayed")


def tell_released(job: Job) -> None:
    """A person found that it may go on."""
    _tell(job, "released")


def tell_upheld(job: Job) -> None:
    """A person looked at a contested refusal, and it stands."""
    _tell(job, "refusal_upheld")


def tell_cancelled(job: Job) -> None:
    """The job was stopped."""
    _tell(job, "cancelled")


def _tell(job: Job, what: str, **more: Any) -> None:
    notify(
        person_id=job.owner_id,
        type=f"generation.{what}",
        data={
            "generation": job.public_id,
            "status": job.status.value,
            "progress": job.progress,
            **more,
        },
        about=job.pk,
    )


def tell_expiring(draft: Draft) -> None:
    """It goes by itself soon, unless it is kept or published."""
    notify(
        person_id=draft.owner_id,
        type="draft.expiring",
        data={"draft": draft.public_id, "expires_at": draft.expires_at.isoformat()},
        about=draft.pk,
    )


def tell_withdrawn(draft: Draft) -> None:
    """Somebody in it took their consent back; who is nobody's business."""
    notify(
        person_id=draft.owner_id,
        type="draft.likeness_withdrawn",
        data={"draft": draft.public_id, "generation": draft.job.public_id},
        about=draft.pk,
    )


def tell_lost(draft: Draft) -> None:
    """Its file is gone, by our fault."""
    notify(
        person_id=draft.owner_id,
        type="draft.lost",
        data={"draft": draft.public_id, "generation": draft.job.public_id},
        about=draft.pk,
    )
