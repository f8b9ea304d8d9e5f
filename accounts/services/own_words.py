"""What people write of their own age, in public and of themselves, is a signal (A2 to A4).

Profiles and captions alone: what somebody wishes for in a prompt is told by characters, so there
such words only weigh in the age predictor.
"""

from enum import StrEnum
from uuid import UUID

from django.db import transaction

from accounts.models import AgeBand, AgeSource, User
from accounts.models.ages import LOOSENING, PROTECTIVENESS
from accounts.own_words.reading import said_band
from accounts.services.ages import signal_age
from lib.actors import Actor

READER = Actor.system("own_words")


class Where(StrEnum):
    """Where somebody wrote it; this alone is kept of it."""

    PROFILE = "profile"
    CAPTION = "caption"


def hear(*, person_id: UUID, text: str, where: Where) -> AgeBand | None:
    """Take in what `text` says of its author's age; the band that holds then, None where it says
    nothing new.

    It only tightens: 13 to 17 gives the limits of a teen, under 13 freezes at once. Whose age
    somebody proved or staff found is not doubted by words, or a frozen account that proved its
    age would freeze again.
    """
    band = said_band(text, of_oneself=where == Where.PROFILE)
    if band is None:
        return None
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person_id)
        if person.deleted_at is not None or person.assured_by in LOOSENING:
            return None
        held = person.age_band
        if held != AgeBand.UNKNOWN and PROTECTIVENESS[held] <= PROTECTIVENESS[band]:
            return None
        return signal_age(
            person=person,
            band=band,
            source=AgeSource.OWN_WORDS,
            actor=READER,
            facts={"where": where.value},
        )
