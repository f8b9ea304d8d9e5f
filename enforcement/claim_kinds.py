"""How somebody says whom a thing passes for. A value is never reused."""

from django.db import models
from django.db.models import Q


class ClaimKind(models.TextChoices):
    """Empty beside all other reasons."""

    ME = "me", "The reporter"
    MEMBER = "member", "A member"
    NAME = "name", "A reserved name"
    UNSAID = "unsaid", "Not asked yet"  # reported before a claim was asked for


IMPERSONATION = "impersonation"  # the code of the reason


def says_whom() -> Q:
    """The condition of a row that holds `reason`, `claim`, `of_id` and `of_word`: a claim stands
    beside this reason alone, and says a member or a name as its kind does."""
    nobody, nothing = Q(of_id=None), Q(of_word="")
    return (~Q(reason=IMPERSONATION) & Q(claim="") & nobody & nothing) | (
        Q(reason=IMPERSONATION)
        & (
            (Q(claim=ClaimKind.ME) & nothing)
            | Q(claim=ClaimKind.MEMBER, of_id__isnull=False, of_word="")
            | (Q(claim=ClaimKind.NAME, of_id=None) & ~nothing)
            | Q(claim=ClaimKind.UNSAID, of_id=None, of_word="")
        )
    )
