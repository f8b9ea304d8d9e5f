"""Whose a case is while somebody works on it."""

from accounts.models import User
from enforcement.models import Case


def require_claim(case: Case, by: User) -> None:
    """Called before somebody decides in a case. Nothing is claimed yet: whoever sees a case may
    decide in it, and the first decision wins (services/deciding.py)."""
