"""What a picture that was sent in may become. By a worker."""

from uuid import UUID

from django.db.models import QuerySet

from cameos.gate import Gate, People
from cameos.intake.looking import Looking
from cameos.models import ReferenceImage
from cameos.uploads import settling
from cameos.uploads.ending import refuse
from cameos.uploads.preparing import PreparedPicture, prepared
from cameos.uploads.selecting import unseen
from cameos.uploads.states import Problem
from lib.actors import Actor
from moderation.policy.judging import Effect

WORKER = Actor.system("references")


class LookingAtPictures(Looking[ReferenceImage, PreparedPicture]):
    stage = settling.STAGE
    not_assessed = Problem.NOT_ASSESSED
    against_the_rules = Problem.AGAINST_THE_RULES

    def rows(self) -> QuerySet[ReferenceImage]:
        return unseen()

    def prepare(self, row: ReferenceImage) -> PreparedPicture:
        return prepared(row)

    def clears(self, gate: Gate) -> bool:
        """A gate that cannot see everybody lets nothing through by itself: somebody has to look."""
        return gate.people is People.NONE_FOUND and not gate.partial

    def refuse(self, row: ReferenceImage, problem: str) -> None:
        refuse(picture=row, problems=[problem], actor=WORKER)

    def meet_somebody(self, row: ReferenceImage, found: PreparedPicture) -> None:
        """Only their own consent, or an attestation, makes more of it."""
        settling.refuse_somebody(row, found, actor=WORKER)

    def _conclude(self, row: ReferenceImage, found: PreparedPicture) -> None:
        """Whoever is in a film of ours consented to that film, and to no other made of its frames:
        so they are no way around asking them again."""
        refused = found.opinion is not None and found.judgement.effect == Effect.REFUSE
        if not found.origin.ours or refused or found.gate.people is People.FOUND:
            return super()._conclude(row, found)
        found.discard()
        return self.refuse_found(row, found, Problem.MADE_HERE)

    def pass_on(self, row: ReferenceImage, found: PreparedPicture) -> None:
        settling.pass_on(row, found, actor=WORKER)

    def hold(self, row: ReferenceImage, found: PreparedPicture) -> None:
        settling.hold(row, found, actor=WORKER)


def look(reference_id: UUID) -> None:
    """Decide, once: see `Looking.look`."""
    LookingAtPictures().look(reference_id)
