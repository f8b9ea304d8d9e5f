"""What the monitor says of a whole film, on its way into a judgement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generation.models import Job
from generation.services.second_look import words_scan
from moderation.answers import Answer
from moderation.categories import Category, Surface
from moderation.detectors import moderations_api
from moderation.monitor.evidence import STAGE, beside_others
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, Judgement
from moderation.services.screening import judged, record_scan

EVERYTHING = frozenset((surface, category) for surface in Surface for category in Category)
WORDS = frozenset({Surface.PROMPT, Surface.DIALOGUE})


@dataclass(frozen=True, slots=True)
class FilmOpinion:
    """`evidence` is judged beside that of the others. `silent`: it was asked and did not answer."""

    evidence: Sequence[Evidence] = ()
    silent: bool = False
    is_asked: bool = False

    def with_silence_of(self, answers: Iterable[tuple[Surface, Answer]]) -> "FilmOpinion":
        """Silent too where the second opinion on pictures was asked and did not answer."""
        failed = any(
            answer.detector == moderations_api.NAME and not answer.coverage for _, answer in answers
        )
        return replace(self, silent=self.silent or failed)

    @property
    def judged_beside(self) -> list[Evidence]:
        """Its findings, as they stand beside the evidence of an inspection."""
        return beside_others(self.evidence, words=WORDS)

    @property
    def elsewhere(self) -> frozenset[tuple[Surface, Category]]:
        """Words of the prompt were assessed before; here they only add what was found."""
        return frozenset(pair for pair in EVERYTHING if self.is_asked and pair[0] in WORDS)

    def silencing(self, judgement: Judgement) -> Judgement:
        """The same, with all that a silent monitor leaves unassessed: nothing of it passes.

        Child safety is not among it: the monitor never assesses that, and a film that others have
        looked at for it is one that a person may be asked about.
        """
        if not self.silent:
            return judgement
        silent = (one for one in Category if one != Category.CHILD_SAFETY)
        lacking = tuple((Surface.FRAME, category) for category in silent)
        return replace(judgement, lacking=tuple(dict.fromkeys(judgement.lacking + lacking)))

    def keep(self, job: Job, *, audience: Audience) -> None:
        """Its scan of the words, where none was made beside rendering; in the caller's transaction.

        A person who lets a film go on that it was silent about does so on this scan.
        """
        before = words_scan(job)
        if self.is_asked and (before is None or (before.lacking and not self.silent)):
            keep_words(job, self.evidence, audience=audience, silent=self.silent)


def keep_words(
    job: Job, evidence: Sequence[Evidence], *, audience: Audience, silent: bool = False
) -> None:
    """The monitor's scan. It assesses nothing, so nothing is lacking but its answer."""
    judgement = judged(evidence, audience=audience, elsewhere=EVERYTHING)
    record_scan(
        subject=job.public_id,
        stage=STAGE,
        evidence=evidence,
        judgement=FilmOpinion(silent=silent).silencing(judgement),
        audience=audience,
    )


NO_OPINION = FilmOpinion()
