"""Our categories in the names of the OpenAI moderations protocol, and theirs in ours.

Theirs are finer in some places (threats, instructions) where our detectors do not tell apart, and
lack others (political persuasion, deception, likeness), which only our extension carries.
"""

from collections.abc import Iterable, Mapping

from moderation.answers import Answer
from moderation.categories import Category

# Theirs → all of ours that must be present; the score is that of the weakest.
THEIRS: Mapping[str, tuple[Category, ...]] = {
    "harassment": (Category.HARASSMENT,),
    "harassment/threatening": (Category.HARASSMENT, Category.VIOLENCE),
    "hate": (Category.HATE,),
    "hate/threatening": (Category.HATE, Category.VIOLENCE),
    "illicit": (Category.ILLICIT,),
    "illicit/violent": (Category.ILLICIT, Category.VIOLENCE),
    "self-harm": (Category.SELF_HARM,),
    "self-harm/intent": (Category.SELF_HARM,),
    "self-harm/instructions": (Category.SELF_HARM,),
    "sexual": (Category.SEXUAL,),
    "sexual/minors": (Category.CHILD_SAFETY,),
    "violence": (Category.VIOLENCE,),
    "violence/graphic": (Category.VIOLENCE,),
}
# Theirs → ours, when another server answers.
OURS: Mapping[str, Category] = {name: ours[0] for name, ours in THEIRS.items()}
FLAGGED = 0.5


def best_scores(answers: Iterable[Answer]) -> dict[Category, float]:
    """The highest score of each category; 0.0 where nothing was found.

    With somebody under 18 in it, what is sexual is a matter of child safety.
    """
    answers = list(answers)
    best = dict.fromkeys(Category, 0.0)
    for answer in answers:
        for hit in answer.hits:
            best[hit.category] = max(best[hit.category], hit.score)
    if any(answer.depicts_minor for answer in answers):
        best[Category.CHILD_SAFETY] = max(best[Category.CHILD_SAFETY], best[Category.SEXUAL])
    return best


def their_scores(answers: Iterable[Answer]) -> dict[str, float]:
    best = best_scores(answers)
    return {name: min(best[category] for category in ours) for name, ours in THEIRS.items()}
