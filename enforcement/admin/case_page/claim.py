"""Whose a case is while somebody decides in it."""

from accounts.models import User
from enforcement.models import Case
from enforcement.services.claiming import claim
from lib.errors import NotFound, StaleState


def require_claim(case: Case, by: User) -> None:
    """Only whoever holds a case decides in it: from now on that is `by`, where nobody else does.

    Raises DomainError `case_held`, `claim_limit`; StaleState where it was decided, or a proposal
    waits in it."""
    try:
        claim(case, by)
    except NotFound:
        raise StaleState from None
