"""Whose a case is while somebody works on it."""

from datetime import datetime
from typing import Any

from accounts.models import User
from enforcement.models import Case
from enforcement.policies import claimable
from enforcement.pseudonyms import pseudonym_of
from enforcement.services.claiming import claim, refuse_others, renew
from enforcement.services.presence import look, looking_at
from enforcement.states import UNDECIDED
from lib.errors import DomainError


def stay(case: Case, by: User) -> datetime | None:
    """They have a page of the case open: the others see it, and what they hold they hold for
    longer. Returns until when; None where they hold it not, or no more. Raises NotFound."""
    look(case, by)
    try:
        return renew(case, by)
    except DomainError:
        return None


def others_at(case: Case, by: User) -> list[str]:
    """Who else has a page of it open, by pseudonym."""
    return [pseudonym_of(key) for key in looking_at(case) if key != by.pk]


def told(case: Case, by: User) -> dict[str, Any]:
    """What claim_told.html shows, on every page on which somebody works on the case."""
    return {
        "claimed_case": case,
        "mine": stay(case, by) is not None,
        "others": others_at(case, by),
    }


def require_claim(case: Case, by: User) -> None:
    """Called before somebody decides in a case: nobody else works on it, and from here on they do.
    Raises DomainError `case_held`, `claim_limit`."""
    refuse_others(case, by)
    if case.state in UNDECIDED and claimable(by).filter(pk=case.pk).exists():
        claim(case, by)
