"""The events that a job writes into its maker's log."""

from typing import Any

from django.db.models import OuterRef, QuerySet

from accounts.models import User
from cameos.reading import unseen
from generation.failures import FailureCode
from generation.models import Draft, Job
from generation.stages import Stage
from generation.states import PublicStatus
from inbox.event_types import EventType, closed_object, typed_id
from inbox.hiding import About
from lib.ids import IdKind


def _data(**more: Any) -> dict[str, Any]:
    return closed_object(
        generation=typed_id(IdKind.GENERATION),
        status={"type": "string", "enum": list(PublicStatus.values)},
        progress={"type": "integer", "minimum": 0, "maximum": 100},
        **more,
    )


ERROR = closed_object(
    code={"type": "string", "enum": list(FailureCode.values)},
    stage={"type": "string", "enum": list(Stage.values)},
)


def _jobs(viewer: User) -> QuerySet[Job]:
    return Job.objects.exclude(unseen(OuterRef("pk"), viewer))


def _drafts(viewer: User) -> QuerySet[Draft]:
    return Draft.objects.exclude(unseen(OuterRef("job_id"), viewer))


# Where somebody in the film withdrew. That they did, and what became of a job, must be known.
ABOUT = (
    About(frozenset({"generation.completed"}), _jobs),
    About(frozenset({"draft.expiring"}), _drafts),
)
EVENT_TYPES = (
    EventType("generation.queued", _data(), "A video that you asked for waits for its turn."),
    EventType("generation.progress", _data(), "A video came further; at most one a second."),
    EventType(
        "generation.completed",
        _data(draft=typed_id(IdKind.VIDEO)),
        "A video is done and lies in your drafts.",
    ),
    EventType("generation.delayed", _data(), "A video takes longer: it is still being checked."),
    EventType("generation.released", _data(), "A person looked at it, and it goes on."),
    EventType("generation.refusal_upheld", _data(), "A person looked at a refusal, and it stands."),
    EventType("generation.failed", _data(error=ERROR), "A video could not be made."),
    EventType(
        "draft.likeness_withdrawn",
        closed_object(draft=typed_id(IdKind.VIDEO), generation=typed_id(IdKind.GENERATION)),
        "Somebody in a video of yours took their consent back: it is deleted, and its files go. "
        "Drop what you keep of it. We do not say who it was.",
    ),
    EventType(
        "draft.lost",
        closed_object(draft=typed_id(IdKind.VIDEO), generation=typed_id(IdKind.GENERATION)),
        "We lost the file of a video of yours, which is our fault: the draft is gone, and what you "
        "published of it.",
    ),
    EventType(
        "draft.expiring",
        closed_object(
            draft=typed_id(IdKind.VIDEO), expires_at={"type": "string", "format": "date-time"}
        ),
        "A draft that you did not publish goes in a week. Publish it, keep it, or let it go.",
    ),
    EventType("generation.cancelled", _data(), "A video was stopped before it was done."),
)
