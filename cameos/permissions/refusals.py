"""Why a likeness may not be used: the truth for staff, three words for whoever asks."""

from enum import StrEnum


class Refusal(StrEnum):
    """The internal reason. Never shown to, counted for or timed by whoever asked."""

    MISSING = "missing"
    BLOCKED = "blocked"
    OWNER_GONE = "owner_gone"
    ENDED = "ended"
    NOT_READY = "not_ready"
    PAUSED = "paused"
    NEEDS_REVERIFY = "needs_reverify"
    UNPROVEN = "unproven"
    NOBODY = "nobody"
    TEEN = "teen"
    ONLY_ME = "only_me"
    NOT_APPROVED = "not_approved"
    NOT_MUTUAL = "not_mutual"
    EXPIRED = "expired"
    NOTHING_LENT = "nothing_lent"
    PROCESSOR = "processor"
    RESTRICTED = "restricted"
    UNASSESSED = "unassessed"


class Answer(StrEnum):
    """All that somebody who asks is told (abuse table, "preflight")."""

    OK = "ok"
    NOT_AVAILABLE = "not_available"
    NOT_FOR_THIS_PROMPT = "not_for_this_prompt"


ABOUT_THE_PROMPT = frozenset({Refusal.RESTRICTED, Refusal.UNASSESSED})


def answer_to(refusal: Refusal | None) -> Answer:
    """What whoever asks is told."""
    if refusal is None:
        return Answer.OK
    if refusal in ABOUT_THE_PROMPT:
        return Answer.NOT_FOR_THIS_PROMPT
    return Answer.NOT_AVAILABLE


def answer_for_all(answers: list[Answer]) -> Answer:
    """Of several people: what is not available goes before what is not for this prompt."""
    for worst in (Answer.NOT_AVAILABLE, Answer.NOT_FOR_THIS_PROMPT):
        if worst in answers:
            return worst
    return Answer.OK
