"""The refusal of what makes something new once the end of the service is announced (O13).

config/sunset.py asks for whole routes; a view asks itself where a part of its route goes on.
"""

from datetime import date

from django.conf import settings

from lib.errors import DomainError, ErrorCode


def refuse_if_announced() -> None:
    """Raises DomainError `sunset` since the end is announced."""
    if settings.SUNSET_ON is not None:
        raise refusal(settings.SUNSET_ON)


def refusal(ends: date) -> DomainError:
    """In words."""
    detail = f"This service ends on {ends:%Y-%m-%d}: nothing new is made any more."
    return DomainError(ErrorCode.SUNSET, detail)
