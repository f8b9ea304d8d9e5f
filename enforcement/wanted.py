"""A decision that somebody wants to make, before anything of it holds."""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from enforcement.actions.base import Action, Wish
from enforcement.actions.names import ActionName, TargetKind, Timing
from enforcement.actions.registry import action_of
from enforcement.evidence import Evidence
from enforcement.limits import (
    LEGAL_CHARACTERS,
    LONGEST_ACTION,
    LONGEST_WAIT,
    SHORTEST_ACTION,
    SHORTEST_WAIT,
    STATEMENT_CHARACTERS,
)
from enforcement.models import DecisionSource, EvidenceKind, Ground
from enforcement.reasons import REASONS
from enforcement.subjects.kinds import SubjectKind
from lib.errors import DomainError, ErrorCode
from lib.plain_text import has_unusable, is_invisible, normalised

# An action acts on what the decision is about; people and films follow from it.
FITS: dict[TargetKind, frozenset[SubjectKind]] = {
    TargetKind.PERSON: frozenset(SubjectKind),
    TargetKind.POST: frozenset({SubjectKind.POST}),
    TargetKind.FILM: frozenset({SubjectKind.POST, SubjectKind.DRAFT}),
    TargetKind.CAMEO: frozenset({SubjectKind.CAMEO}),
    TargetKind.DRAFT: frozenset({SubjectKind.DRAFT}),
    TargetKind.PROFILE: frozenset({SubjectKind.PROFILE}),
}
UNFILLED = ("{{", "}}")  # of a template (E34)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`statement` is for the person whom it concerns, `note` for staff alone; of `evidence` the
    person reads its kinds (facts.py).
    Without `wishes` it says that no rule is broken. `supersedes`: the decision whose place it
    takes; `appeal_id`: the appeal that it so answers, `answer` what whoever appealed is told.
    `legal_ground`: the law or order, where `ground` is one; `no_appeal`: for which nobody may
    appeal to us (E28)."""

    kind: SubjectKind
    key: UUID
    policies: tuple[str, ...]
    statement: str
    wishes: tuple[Wish, ...] = ()
    case_id: UUID | None = None
    supersedes: UUID | None = None
    source: DecisionSource = DecisionSource.PERSON
    ground: Ground = Ground.TERMS
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    legal_ground: str = ""
    no_appeal: bool = False
    appeal_id: UUID | None = None
    answer: str = ""


def accepted(wanted: Wanted) -> Wanted:
    """With its texts in NFC, and its actions from the gravest on. Raises DomainError `required`,
    `invalid`, `max_length`, `invalid_characters`."""
    if not wanted.policies or set(wanted.policies) - set(REASONS):
        raise _refusal(ErrorCode.REQUIRED, _("Name the rules that it rests on."), "policies")
    statement, note = _text(wanted.statement, "statement"), _text(wanted.note, "note")
    if not statement.strip():
        raise _refusal(ErrorCode.REQUIRED, _("Say why, for the person it is about."), "statement")
    if is_unfilled(statement):
        raise _refusal(ErrorCode.INVALID, _("A place of the template is not filled."), "statement")
    legal = _legal_ground(wanted)
    names = [wish.name for wish in wanted.wishes]
    if len(set(names)) != len(names):
        raise _refusal(ErrorCode.INVALID, _("An action stands here twice."), "actions")
    for wish in wanted.wishes:
        _refuse_unfit(wish, wanted.kind)
    wishes = sorted(wanted.wishes, key=lambda wish: -action_of(wish.name).severity)
    return replace(
        wanted,
        statement=statement,
        note=note,
        legal_ground=legal,
        answer=_text(wanted.answer, "answer"),
        wishes=tuple(wishes),
    )


def is_unfilled(statement: str) -> bool:
    """Whether a place of a template stands in it still."""
    return any(mark in statement for mark in UNFILLED)


def as_json(wanted: Wanted) -> dict[str, Any]:
    """What a proposal keeps."""
    wishes = [
        {**asdict(one), "span": _seconds(one.span), "after": _seconds(one.after)}
        for one in wanted.wishes
    ]
    keys = ("key", "case_id", "supersedes", "appeal_id")
    ids = {name: _str(getattr(wanted, name)) for name in keys}
    evidence = [{**asdict(one), "key": _str(one.key)} for one in wanted.evidence]
    lists = {"policies": list(wanted.policies), "wishes": wishes, "evidence": evidence}
    return {**asdict(wanted), **ids, **lists}


def from_json(kept: dict[str, Any]) -> Wanted:
    """The same, read again."""
    wishes = tuple(
        Wish(
            ActionName(one["name"]),
            timedelta(seconds=one["span"]) if one["span"] else None,
            one["value"],
            one["expected"],
            timedelta(seconds=one["after"]) if one.get("after") else None,
        )
        for one in kept["wishes"]
    )
    evidence = tuple(
        Evidence(
            EvidenceKind(one["kind"]),
            UUID(one["key"]) if one["key"] else None,
            one["start_s"],
            one["end_s"],
        )
        for one in kept.get("evidence", ())
    )
    return Wanted(
        evidence=evidence,
        kind=SubjectKind(kept["kind"]),
        key=UUID(kept["key"]),
        policies=tuple(kept["policies"]),
        statement=kept["statement"],
        wishes=wishes,
        case_id=UUID(kept["case_id"]) if kept["case_id"] else None,
        supersedes=UUID(kept["supersedes"]) if kept["supersedes"] else None,
        source=DecisionSource(kept["source"]),
        ground=Ground(kept["ground"]),
        note=kept["note"],
        legal_ground=kept.get("legal_ground", ""),
        no_appeal=kept.get("no_appeal", False),
        appeal_id=UUID(kept["appeal_id"]) if kept.get("appeal_id") else None,
        answer=kept.get("answer", ""),
    )


def _refuse_unfit(wish: Wish, kind: SubjectKind) -> None:
    action = action_of(wish.name)
    if kind not in FITS[action.target]:
        raise _refusal(ErrorCode.INVALID, _("This action is for another kind of thing."), "actions")
    if (wish.value not in action.values) if action.values else wish.value:
        raise _refusal(ErrorCode.INVALID, _("This action needs another code."), "value")
    _refuse_span(action, wish.span)
    if wish.after is not None and not (
        action.may_wait and SHORTEST_WAIT <= wish.after <= LONGEST_WAIT
    ):
        raise _refusal(ErrorCode.INVALID, _("This action does not begin then."), "after")


def _refuse_span(action: Action, span: timedelta | None) -> None:
    wrong = {
        Timing.NEVER: span is not None,
        Timing.MAY: False,
        Timing.MUST: span is None,
    }[action.timing]
    if wrong or (span is not None and not SHORTEST_ACTION <= span <= LONGEST_ACTION):
        raise _refusal(ErrorCode.INVALID, _("This action does not last so long."), "span")


def _legal_ground(wanted: Wanted) -> str:
    """Named where it rests on a law, and nowhere else (DSA, Article 17(3)(d))."""
    name = _text(wanted.legal_ground, "legal_ground").strip()
    if len(name) > LEGAL_CHARACTERS:
        raise _refusal(ErrorCode.MAX_LENGTH, _("This is too long."), "legal_ground")
    if wanted.ground == Ground.LAW and not name:
        raise _refusal(ErrorCode.REQUIRED, _("Name the law or the order."), "legal_ground")
    if wanted.ground != Ground.LAW and (name or wanted.no_appeal):
        raise _refusal(ErrorCode.INVALID, _("Only a law or an order says that."), "legal_ground")
    return name


def accepted_text(
    text: str, attr: str, *, most: int = STATEMENT_CHARACTERS, required: str = ""
) -> str:
    """Words of a person, in NFC. `required`: what is said where there are none. Raises DomainError
    `max_length`, `invalid_characters`, `required`."""
    words = _text(text, attr, most=most)
    if required and is_invisible(words):
        raise _refusal(ErrorCode.REQUIRED, required, attr)
    return words


def _text(text: str, attr: str, *, most: int = STATEMENT_CHARACTERS) -> str:
    text = normalised(text)
    if len(text) > most:
        raise _refusal(ErrorCode.MAX_LENGTH, _("This is too long."), attr)
    if has_unusable(text):
        raise _refusal(ErrorCode.INVALID_CHARACTERS, _("Use ordinary characters."), attr)
    return text


def _refusal(code: ErrorCode, detail: str, attr: str) -> DomainError:
    return DomainError(code, detail, attr=attr)


def _seconds(span: timedelta | None) -> float | None:
    return span.total_seconds() if span else None


def _str(key: UUID | None) -> str | None:
    return str(key) if key else None
