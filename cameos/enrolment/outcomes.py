"""What follows from what was measured: rules alone, over numbers and codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from cameos.enrolment.states import HoldReason, Problem, Verdict
from lib.faces.base import Band, Closeness, Thresholds
from lib.faces.presentation import AttackAnswer


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with its codes."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How far the nearest cameo of anybody else is, and the cameo's own earlier recording.

    None: there was none to compare. `unreadable`: enrolled people who were not looked for.
    `is_blocked`: one of those near is no cameo, but somebody who asked never to be shown.
    """

    others: float | None
    own: float | None
    unreadable: int
    is_blocked: bool = False


@dataclass(frozen=True, slots=True)
class Age:
    """What a face looks like, and whether a document said that its owner is an adult.

    A document answers a doubt; whoever looks like a child is looked at by a person all the same.
    """

    looks: Band
    is_proven: bool = False


def refused_at_once(
    failures: Sequence[str], attack: AttackAnswer, *, production: bool
) -> Outcome | None:
    """What ends it before anybody's face is searched for; None where nothing does.

    The challenge and the detection of attacks are two answers: a passed challenge never stands in
    for the second (abuse table, "liveness by challenge").
    """
    if failures:
        return Outcome(Verdict.REFUSE, tuple(failures))
    if attack is AttackAnswer.ATTACK:
        return Outcome(Verdict.REFUSE, (Problem.PRESENTATION_ATTACK,))
    # Law 1: under production nothing that was not assessed ever reads as pass.
    if production and attack is not AttackAnswer.BONA_FIDE:
        return Outcome(Verdict.REFUSE, (Problem.NOT_ASSESSED,))
    return None


def outcome_of(
    attack: AttackAnswer,
    age: Age,
    near: Neighbours,
    thresholds: Thresholds,
    *,
    production: bool,
    coded_anew: bool = False,
) -> Outcome:
    """Of a recording that passed its challenge and was not refused at once.

    `coded_anew`: its pictures came before; a hold and no refusal, which would tell what to change.
    """
    if refused := refused_at_once((), attack, production=production):
        return refused
    again = (HoldReason.CODED_ANEW,) if coded_anew else ()
    if held := (*_holds(age, near, thresholds), *again):
        return Outcome(Verdict.HOLD, held)
    if attack is AttackAnswer.BONA_FIDE:
        return Outcome(Verdict.ACCEPT)
    # Under development alone: whoever it shows, nobody but its owner can use it.
    return Outcome(Verdict.ACCEPT_FOR_OWNER_ONLY)


def _holds(age: Age, near: Neighbours, thresholds: Thresholds) -> list[str]:
    found: list[str] = []
    if near.others is not None:
        closeness = thresholds.closeness(near.others)
        if closeness is Closeness.SAME:
            found.append(HoldReason.DUPLICATE)
        elif closeness is Closeness.UNSURE:
            found.append(HoldReason.NEARLY_DUPLICATE)
        if found and near.is_blocked:
            found.append(HoldReason.BLOCKED_PERSON)
    if near.unreadable:
        found.append(HoldReason.GALLERY_PARTIAL)
    if age.looks is Band.UNDER_18:
        found.append(HoldReason.APPARENT_MINOR)
    if age.looks is Band.UNSURE and not age.is_proven:
        found.append(HoldReason.AGE_UNSURE)
    if near.own is not None and thresholds.closeness(near.own) is not Closeness.SAME:
        found.append(HoldReason.ANOTHER_PERSON)
    return found
