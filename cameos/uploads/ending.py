"""Every way in which a picture ends takes its bytes with it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos import tasks
from cameos.intake.counting import count_person_found
from cameos.models import ReferenceImage
from cameos.uploads.states import Problem, ReferenceState
from inbox.services import notify
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.states import advance
from moderation.services.reviews import lapse


def refuse(
    *,
    picture: ReferenceImage,
    problems: Sequence[str],
    actor: Actor,
    attestable_until: datetime | None = None,
) -> None:
    """Its owner reads the codes. A person in it counts towards cooling off. Its bytes end here,
    or at `attestable_until`. Raises StaleState."""
    with transaction.atomic():
        row = locked(picture)
        advance(
            row, to=ReferenceState.REFUSED, actor=actor, reason="refused",
            problems=list(problems), kept_until=attestable_until,
            ended_at=None if attestable_until else timezone.now(),
        )  # fmt: skip
        if Problem.PERSON_IN_PICTURE in problems:
            count_person_found(sender=row.owner_id, subject=row.public_id, what="reference picture")
        record(
            "cameos.reference.refused", actor=actor, target=row.public_id,
            problems=",".join(problems),
        )  # fmt: skip
        tell(row, "reference_image.refused")
        lapse(row.public_id, actor=actor)
        enqueue(tasks.tidy_reference, row.pk)


def remove(*, picture: ReferenceImage, actor: Actor) -> None:
    """Its owner wants it gone; said twice, nothing changes."""
    _end(picture, ReferenceState.REMOVED, actor, "removed")


def expire(*, picture: ReferenceImage, actor: Actor) -> None:
    """Its time is over, or what it was allowed by is."""
    _end(picture, ReferenceState.EXPIRED, actor, "ran out")


def forget_bytes(*, picture: ReferenceImage) -> None:
    """A refused one stays to say why; nobody may attest for it any more. Safe to do again."""
    with transaction.atomic():
        row = locked(picture)
        if row.state != ReferenceState.REFUSED or row.ended_at is not None:
            return
        ReferenceImage.objects.filter(pk=row.pk).update(ended_at=timezone.now())
        enqueue(tasks.tidy_reference, row.pk)


def locked(picture: ReferenceImage) -> ReferenceImage:
    """As it is now, for this transaction alone."""
    return ReferenceImage.objects.select_for_update(no_key=True).get(pk=picture.pk)


def tell(row: ReferenceImage, what: str) -> None:
    """Into its owner's log."""
    notify(person_id=row.owner_id, type=what, data={"reference_image": row.public_id}, about=row.pk)


def _end(picture: ReferenceImage, to: ReferenceState, actor: Actor, reason: str) -> None:
    with transaction.atomic():
        row = locked(picture)
        if row.state in row.state_graph.terminal:
            return
        ended = row.ended_at or timezone.now()
        advance(row, to=to, actor=actor, reason=reason, ended_at=ended, tidied_at=None)
        if to == ReferenceState.REMOVED:
            record("cameos.reference.removed", actor=actor, target=row.public_id)
        lapse(row.public_id, actor=actor)
        enqueue(tasks.tidy_reference, row.pk)
