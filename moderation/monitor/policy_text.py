"""The policy in force in words that a model can reason with."""

from collections.abc import Mapping

from moderation.categories import Category
from moderation.policy.audience import Audience
from moderation.policy.rows import LEVELS, NEVER, Policy

MEANINGS: Mapping[Category, str] = {
    Category.SEXUAL: "nudity, sexual acts, sexual arousal as the purpose",
    Category.SELF_HARM: "suicide, self-injury, disordered eating: wish, method or praise",
    Category.VIOLENCE: "cruelty, gore, injury for its own sake, threats",
    Category.POLITICAL: "persuading people how to vote or whom to support",
    Category.HATE: "demeaning people for what they are; praise of extremist groups",
    Category.HARASSMENT: "humiliating, bullying or defaming a person",
    Category.DECEPTION: "fraud, impersonation, staged events meant to be believed",
    Category.ILLICIT: "how to make or get weapons, drugs or stolen goods, or commit crimes",
    Category.CHILD_SAFETY: "anything sexual, romantic or exploiting with somebody under 18",
    Category.LIKENESS: "a real, recognisable person who has not agreed to it",
    Category.THIRD_PARTY: "somebody else's character, or a living artist's style",
}
SCALE = (
    "0.0 nothing of the kind; 0.5 fine for adults alone; 0.8 a person should look first; "
    "0.9 must not be made. News, education, medicine and plain fiction without detail stay low."
)


def policy_text(policy: Policy, audience: Audience) -> str:
    """A line for each category: what it means, and from which score on what follows."""
    lines = [f"Policy version {policy.version}. Scores: {SCALE}"]
    for category in Category:
        thresholds = policy.thresholds(category, audience.columns)
        levels = ", ".join(
            f"{level.word} from {thresholds.at(level):g}"
            for level in LEVELS
            if thresholds.at(level) < NEVER
        )
        lines.append(f"- {category.value}: {MEANINGS[category]} ({levels})")
    return "\n".join(lines)
