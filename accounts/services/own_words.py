"""What people write of their own age, in public and of themselves, is a signal (A2 to A4).

Profiles and captions alone, and no caption freezes by itself: what somebody wishes for in a prompt
is told by characters, so there such words only weigh in the age predictor.
"""

from enum import StrEnum
from uuid import UUID

from django.db import transaction

from accounts.events import ChildSuspected
from accounts.models import AgeBand, AgeInput, AgeSource, User
from accounts.models.ages import LOOSENING, PROOF, PROTECTIVENESS
from accounts.own_words.reading import said_band
from accounts.services.ages import signal_age
from lib.actors import Actor
from lib.events import publish

READER = Actor.system("own_words")


class Where(StrEnum):
    """Where somebody wrote it; this alone is kept of it."""

    PROFILE = "profile"
    CAPTION = "caption"


def hear(*, person_id: UUID, text: str, where: Where, piece: UUID | None = None) -> AgeBand | None:
    """Take in what `text` says of its author's age; the band that holds then, None where it says
    nothing new. `piece`: of what it is the caption.

    It only tightens: 13 to 17 gives the limits of a teen, under 13 freezes at once, but for
    captions: they quote roles, so the first that says it gives the limits of a teen and has
    people look (ChildSuspected), and the one of another piece freezes. Words doubt no proof, and
    no adult whom staff found, or a frozen account that proved its age would freeze again; whom
    staff found young is heard.
    """
    band = said_band(text, of_oneself=where == Where.PROFILE)
    if band is None:
        return None
    facts = {"where": where.value}
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person_id)
        if person.deleted_at is not None or _is_settled(person):
            return None
        held, is_noted, is_doubt = person.age_band, False, False
        if band == AgeBand.UNDER_13 and where == Where.CAPTION:
            earlier, this = _pieces_of_a_child(person), str(piece or "")
            if this in earlier:  # the same caption, delivered twice
                return None
            facts |= {"said": band.value, "piece": this}
            if not earlier:
                band, is_noted, is_doubt = AgeBand.TEEN, held == AgeBand.TEEN, True
        is_new = held == AgeBand.UNKNOWN or PROTECTIVENESS[held] > PROTECTIVENESS[band]
        if not (is_new or is_noted):
            return None
        if is_doubt:
            publish(ChildSuspected(user_id=person.pk, piece_id=piece))
        return signal_age(
            person=person, band=band, source=AgeSource.OWN_WORDS, actor=READER, facts=facts
        )


def _pieces_of_a_child(person: User) -> set[str]:
    """Whose captions said "under 13", as long as inputs of signals are kept and count."""
    inputs = AgeInput.objects.filter(person=person)
    return {one.facts["piece"] for one in inputs if one.facts.get("said") == AgeBand.UNDER_13}


def _is_settled(person: User) -> bool:
    return person.assured_by in PROOF or (person.assured_by in LOOSENING and person.is_adult)
