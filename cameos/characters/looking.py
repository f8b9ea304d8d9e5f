"""From a clip that was sent in to what becomes of it. By a worker: nothing here is biometric, and
the likeness process neither reads banks of known material nor keeps refusals."""

from __future__ import annotations

from uuid import UUID

from cameos.characters import limits
from cameos.characters.ending import refuse
from cameos.characters.preparing import Prepared, prepared
from cameos.characters.settling import hold, pass_on
from cameos.characters.states import CharacterState, Problem
from cameos.gate import NotUsable, People
from cameos.models import Character
from cameos.trying import leased
from lib.actors import Actor
from lib.errors import StaleState
from moderation.policy.judging import Effect

WORKER = Actor.system("characters")


def look(character_id: UUID) -> None:
    """Decide, once. A late or doubled message does nothing; whoever is killed is followed by
    another, at most so often."""
    row = claim(character_id)
    if row is None:
        return
    try:
        _look(row)
    except StaleState:  # removed meanwhile
        return


def claim(character_id: UUID) -> Character | None:
    """Take it, and count the attempt before anything is read; None for whoever comes late."""
    waiting = Character.objects.filter(pk=character_id, state=CharacterState.PENDING, kept_key="")
    if not leased(waiting, span=limits.LEASE):
        return None
    return Character.objects.select_related("owner").get(pk=character_id)


def _look(row: Character) -> None:
    if row.attempts > limits.MOST_ATTEMPTS:
        return refuse(character=row, problems=[Problem.NOT_ASSESSED], actor=WORKER)
    try:
        found = prepared(row)
    except NotUsable as error:
        return refuse(character=row, problems=[error.fault.value], actor=WORKER)
    try:
        return _conclude(row, found)
    except BaseException:
        found.discard()
        raise


def _conclude(row: Character, found: Prepared) -> None:
    """A human being first: whatever else it is, it is nobody's character."""
    if found.gate.people is People.FOUND:
        found.discard()
        return refuse(character=row, problems=[Problem.HUMAN_LIKENESS_BLOCKED], actor=WORKER)
    effect = found.judgement.effect
    if effect == Effect.REFUSE:
        found.discard()
        return refuse(character=row, problems=[Problem.AGAINST_THE_RULES], actor=WORKER)
    assessed = found.gate.people is People.NONE_FOUND
    if effect == Effect.PASS and assessed and not found.judgement.depicts_minor:
        return pass_on(row, found, actor=WORKER)
    return hold(row, found, actor=WORKER)
