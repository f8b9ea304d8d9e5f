"""The one decision: may this person use this likeness, for these words, now? Pure."""

from dataclasses import dataclass
from datetime import datetime

from accounts.safeguards import Limit
from cameos.permissions.levels import (
    OPEN_TO_APPROVED,
    OPEN_TO_MUTUALS,
    PermissionLevel,
    level_at,
)
from cameos.permissions.refusals import Refusal
from cameos.permissions.terms import OF_A_TEEN, UNBOUND, Scope, Terms
from cameos.permissions.words import WordsFound, restriction_refusal
from cameos.states import ENDED, CameoState

LIMIT = Limit.LIKENESS_USED_BY  # "nobody", "approved_teens" or "everyone" (accounts.safeguards)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the decision must know of a cameo. `terms`: what its owner lends to whoever needs no
    approval, with the owner's restrictions. `owner_only`: no presentation-attack detector proved
    it, and `unproven_is_usable` says whether this installation lets even its owner use it.
    `used_by`: a value of the owner's safeguard. `released`: what the owner's release is for.
    `processor_agreed`: to whoever outside would draw it, or nobody would."""

    state: CameoState
    paused: bool
    owner_only: bool
    unproven_is_usable: bool
    owner_stands: bool
    owner_is_adult: bool
    used_by: str
    level: PermissionLevel
    everyone_until: datetime | None
    terms: Terms
    released: frozenset[Scope]
    processor_agreed: bool = True


@dataclass(frozen=True, slots=True)
class Asker:
    """What the decision must know of whoever asks. `granted`: the terms of a live grant to them,
    None without one; `is_among_teens`: as `User.is_among_teens` says; `agreed_guardian`: a linked
    guardian of the owner, where both agreed."""

    is_owner: bool
    is_among_teens: bool
    blocked: bool
    follows_owner: bool
    followed_by_owner: bool
    granted: Terms | None
    agreed_guardian: bool = False

    @property
    def is_mutual(self) -> bool:
        """Whether both follow each other."""
        return self.follows_owner and self.followed_by_owner


def use_refusal(
    cameo: Likeness | None, asker: Asker, words: WordsFound, at: datetime
) -> Refusal | None:
    """Why `asker` may not use `cameo` for these words at this moment, or None.

    Words come last: only whoever may use a likeness at all learns anything of its restrictions.
    """
    # There is no such cameo.
    if cameo is None:
        return Refusal.MISSING
    if refusal := _likeness_refusal(cameo):
        return refusal
    if not asker.is_owner and (refusal := _others_refusal(cameo, asker, at)):
        return refusal
    # It would be handed to somebody outside, to whom its owner has not agreed.
    if not cameo.processor_agreed:
        return Refusal.PROCESSOR
    terms = terms_for(cameo, asker, at)
    # Of what was released nothing is lent, as where a voice alone was and only a face is there.
    if not terms.scopes:
        return Refusal.NOTHING_LENT
    return restriction_refusal(terms, words)


def terms_for(cameo: Likeness, asker: Asker, at: datetime) -> Terms:
    """On what terms `asker` would use `cameo`: a grant's own where they have one, else those that
    hold for everyone; the owner is bound by none of their own. A minor's hold for whoever asks,
    and nobody, the owner neither, uses what no release is for (C29)."""
    if asker.is_owner:
        terms = UNBOUND
    elif asker.granted is not None and asker.granted.expires > at:
        terms = asker.granted.meet(Terms(restrictions=cameo.terms.restrictions))
    else:
        terms = cameo.terms
    terms = terms.meet(Terms(scopes=cameo.released))
    return terms if cameo.owner_is_adult else terms.meet(OF_A_TEEN)


def _likeness_refusal(cameo: Likeness) -> Refusal | None:
    """What holds for everybody, its owner too."""
    # The account left, or is shut out.
    if not cameo.owner_stands:
        return Refusal.OWNER_GONE
    # Consent was taken back.
    if cameo.state in ENDED:
        return Refusal.ENDED
    # The owner's brake goes before every other state (C28).
    if cameo.paused or cameo.state == CameoState.PAUSED:
        return Refusal.PAUSED
    # Too old, or after a take-over (C27); or not recorded or verified yet.
    if cameo.state != CameoState.ACTIVE:
        reverify = cameo.state == CameoState.NEEDS_REVERIFY
        return Refusal.NEEDS_REVERIFY if reverify else Refusal.NOT_READY
    # Nothing proved that a living person stood before the camera.
    if cameo.owner_only and not cameo.unproven_is_usable:
        return Refusal.UNPROVEN
    return None


def _others_refusal(cameo: Likeness, asker: Asker, at: datetime) -> Refusal | None:
    """What holds for anybody but its owner."""
    # Neither uses anything of the other, whoever blocked (A13).
    if asker.blocked:
        return Refusal.BLOCKED
    # Without that proof it is its owner's alone, whatever they permit.
    if cameo.owner_only:
        return Refusal.UNPROVEN
    level = level_at(cameo.level, cameo.everyone_until, at)
    # The owner lends it to nobody now; grants sleep.
    if level not in OPEN_TO_APPROVED:
        return Refusal.ONLY_ME
    # The stricter of the owner's age, guardians and jurisdiction (safeguards).
    if refusal := _safeguard_refusal(cameo, asker):
        return refusal
    lapsed = asker.granted is not None and asker.granted.expires <= at
    # Approved by the owner, one by one.
    if asker.granted is not None and not lapsed:
        return None
    refusal = _unapproved_refusal(cameo, asker, level)
    # Approved until a date that has passed, and by nothing else.
    return Refusal.EXPIRED if refusal and lapsed else refusal


def _unapproved_refusal(cameo: Likeness, asker: Asker, level: PermissionLevel) -> Refusal | None:
    # A minor's likeness knows approval one by one and nothing else.
    if not cameo.owner_is_adult or cameo.used_by != "everyone":
        return Refusal.NOT_APPROVED
    if level == PermissionLevel.EVERYONE:
        return None
    if level not in OPEN_TO_MUTUALS:
        return Refusal.NOT_APPROVED
    # Who follows alone, or is followed alone, is no mutual.
    return None if asker.is_mutual else Refusal.NOT_MUTUAL


def _safeguard_refusal(cameo: Likeness, asker: Asker) -> Refusal | None:
    if cameo.used_by == "nobody":
        return Refusal.NOBODY
    # Adults never use the likeness of somebody who may be under 18, but a linked guardian where
    # both agreed; and even they only when the teen approved them.
    only_teens = not cameo.owner_is_adult or cameo.used_by == "approved_teens"
    if only_teens and not (asker.is_among_teens or asker.agreed_guardian):
        return Refusal.TEEN
    return None
