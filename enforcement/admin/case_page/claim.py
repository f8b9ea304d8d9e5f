"""Whose a case is while somebody works on it."""

from accounts.models import User
from enforcement.models import Case
from enforcement.policies import claimable
from enforcement.services.claiming import claim, refuse_others
from enforcement.states import UNDECIDED


def require_claim(case: Case, by: User) -> None:
    """Called before somebody decides in a case: nobody else works on it, and from here on they do.
    Raises DomainError `case_held`, `claim_limit`."""
    refuse_others(case, by)
    if case.state in UNDECIDED and claimable(by).filter(pk=case.pk).exists():
        claim(case, by)
