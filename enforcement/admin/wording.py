"""Codes of other rooms in the words that staff read at this desk."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.dateparse import parse_datetime

from accounts.admin.sections.shown import when
from cameos.permissions.levels import PermissionLevel
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
LEVELS = {
    PermissionLevel.ONLY_ME: "its owner alone",
    PermissionLevel.APPROVED: "those whom its owner approved",
    PermissionLevel.MUTUALS: "those who follow its owner and are followed back",
    PermissionLevel.EVERYONE: "everybody",
}
CAPS = {"draft": "for drafts alone", "friends": "for friends alone", "everyone": "for everybody"}
TAKEN_BACK = "taken back for this video"
PART = "system:"


def in_words(code: str) -> str:
    """As it is spoken."""
    return code.replace("_", " ")


def ended(why: str) -> str:
    """Of a consent to one video."""
    return f"ended for {in_words(why)}"


def restricted(topics: Iterable[str]) -> str:
    """What a likeness is lent for never; empty where nothing is left out."""
    said = ", ".join(map(in_words, topics))
    return f"never with {said}" if said else ""


def terms_said(terms: Mapping[str, Any]) -> str:
    """Facts of `Terms`: what is lent, how far it goes, and what is left out."""
    until = parse_datetime(terms["expires"]) if terms["expires"] else None
    said = [
        " and ".join(terms["scopes"]) or "nothing",
        CAPS[terms["cap"]],
        *(["no remixes"] if terms["no_remix"] else []),
        *(["no downloads"] if terms["no_download"] else []),
        *(["of somebody under 18"] if terms["depicts_minor"] else []),
        *([f"until {when(until)}"] if until else []),
        *filter(None, [restricted(terms["restrictions"])]),
    ]
    return "; ".join(said)


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
