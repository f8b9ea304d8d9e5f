"""What a clip that was sent in may become. Its bytes go where a human being is in it: whatever else
it is, it is nobody's character."""

from uuid import UUID

from django.db.models import QuerySet

from cameos.characters import settling
from cameos.characters.ending import refuse
from cameos.characters.preparing import PreparedClip, prepared
from cameos.characters.selecting import unseen
from cameos.characters.states import Problem
from cameos.gate import Gate, People
from cameos.intake.looking import Looking
from cameos.models import Character
from lib.actors import Actor

WORKER = Actor.system("characters")


class LookingAtClips(Looking[Character, PreparedClip]):
    stage = settling.STAGE
    not_assessed = Problem.NOT_ASSESSED
    against_the_rules = Problem.AGAINST_THE_RULES

    def rows(self) -> QuerySet[Character]:
        return unseen()

    def prepare(self, row: Character) -> PreparedClip:
        return prepared(row)

    def clears(self, gate: Gate) -> bool:
        """A gate that cannot see everybody will do: a person looks before others may use it."""
        return gate.people is People.NONE_FOUND

    def refuse(self, row: Character, problem: str) -> None:
        refuse(character=row, problems=[problem], actor=WORKER)

    def meet_somebody(self, row: Character, found: PreparedClip) -> None:
        found.discard()
        self.refuse_found(row, found, Problem.HUMAN_LIKENESS_BLOCKED)

    def pass_on(self, row: Character, found: PreparedClip) -> None:
        settling.pass_on(row, found, actor=WORKER)

    def hold(self, row: Character, found: PreparedClip) -> None:
        settling.hold(row, found, actor=WORKER)


def look(character_id: UUID) -> None:
    """Decide, once: see `Looking.look`."""
    LookingAtClips().look(character_id)
