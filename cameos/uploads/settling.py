"""What was looked at is kept for its time, waits for a person, or goes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos import tasks
from cameos.attestations.switching import SWITCH
from cameos.intake.settling import ask, note
from cameos.uploads import limits
from cameos.uploads.ending import refuse, tell
from cameos.uploads.selecting import unseen
from cameos.uploads.states import Problem, ReferenceState
from lib.outbox.services import enqueue
from lib.states import advance
from moderation.policy.judging import Effect

if TYPE_CHECKING:
    from cameos.models import ReferenceImage
    from cameos.uploads.preparing import PreparedPicture
    from lib.actors import Actor

STAGE = "reference"


def pass_on(row: ReferenceImage, found: PreparedPicture, *, actor: Actor) -> None:
    """Nobody was found in it: a video may be made of it. Raises StaleState."""
    with transaction.atomic():
        _note(row, found)
        make_ready(row, actor=actor, reason="nobody was found")


def make_ready(row: ReferenceImage, *, actor: Actor, reason: str) -> None:
    """In the caller's transaction. Raises StaleState."""
    until = timezone.now() + limits.READY_FOR
    advance(row, to=ReferenceState.READY, actor=actor, reason=reason, kept_until=until)
    record("cameos.reference.accepted", actor=actor, target=row.public_id)
    tell(row, "reference_image.ready")
    enqueue(tasks.tidy_reference, row.pk)


def hold(row: ReferenceImage, found: PreparedPicture, *, actor: Actor) -> None:
    """Nobody uses it before a person has decided. Raises StaleState."""
    with transaction.atomic():
        _note(row, found)
        advance(row, to=ReferenceState.HELD, actor=actor, reason="a person has to look")
        ask(row, found, stage=STAGE, actor=actor)
        enqueue(tasks.tidy_reference, row.pk)


def refuse_somebody(row: ReferenceImage, found: PreparedPicture, *, actor: Actor) -> None:
    """Somebody is in it. The bytes go, unless nothing else is the matter and somebody may attest.
    Raises StaleState."""
    on = SWITCH.is_on()  # it may have been turned off since the picture was looked at
    problems = [Problem.PERSON_IN_PICTURE, *(_beside(found) if on else ())]
    attestable = on and len(problems) == 1
    if not attestable:
        found.discard()
        return _refuse_for_good(row, found, problems, actor)
    until = timezone.now() + limits.ATTESTABLE_FOR
    with transaction.atomic():
        _note(row, found)
        refuse(picture=row, problems=problems, actor=actor, attestable_until=until)
    return None


def _refuse_for_good(
    row: ReferenceImage, found: PreparedPicture, problems: list[Problem], actor: Actor
) -> None:
    """Whether the file is known stays with us: else anybody could ask that of any file."""
    with transaction.atomic():
        found.write_down(row, stage=STAGE)
        refuse(picture=row, problems=problems, actor=actor)


def _beside(found: PreparedPicture) -> list[Problem]:
    """What else is the matter."""
    if found.origin.ours:
        return [Problem.MADE_HERE]
    if not found.adults_alone:
        return [Problem.MINOR_NOT_EXCLUDED]
    if found.opinion is None:
        return [Problem.NOT_ASSESSED]
    if found.judgement.depicts_minor:
        return [Problem.MINOR_NOT_EXCLUDED]
    if found.judgement.effect == Effect.PASS:
        return []
    refused = found.judgement.effect == Effect.REFUSE
    return [Problem.AGAINST_THE_RULES if refused else Problem.NOT_ASSESSED]


def _note(row: ReferenceImage, found: PreparedPicture) -> None:
    hidden = found.opinion is not None and found.opinion.hidden
    width, height = found.size
    note(
        row, found, unseen=unseen(), stage=STAGE, hidden=hidden,
        width=width, height=height, origin=asdict(found.origin),
    )  # fmt: skip
    row.refresh_from_db()
