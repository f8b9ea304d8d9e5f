"""Codes of other rooms in the words that staff read at this desk."""

from enforcement.pseudonyms import pseudonym_of_label
from moderation.models import Scan
from moderation.policy.rows import Verdict

STAGES = {
    "screen": "what was asked for",
    "inspect": "the finished film",
    "likeness": "the faces in the film",
    "post": "the post",
    "report": "looked at again when it was reported",
}
VERDICTS = {
    Verdict.ALLOW.word: "nothing stands against it",
    Verdict.LIMIT.word: "not for everybody",
    Verdict.REVIEW.word: "a person has to look",
    Verdict.BLOCK.word: "not to be shown",
}
PART = "system:"


def in_words(code: str) -> str:
    """As it is spoken."""
    return code.replace("_", " ")


def said_by(scan: Scan) -> str:
    """What was looked at, and what was found."""
    looked = STAGES.get(scan.stage, in_words(scan.stage))
    found = f" ({in_words(scan.category)})" if scan.category else ""
    return f"{looked}: {VERDICTS.get(scan.verdict, in_words(scan.verdict))}{found}"


def actor_said(label: str) -> str:
    """Who did it: a part of the system, or a member of staff, who has no name on the page of a
    case."""
    if label.startswith(PART):
        return f"the system ({in_words(label.removeprefix(PART))})"
    return pseudonym_of_label(label)
