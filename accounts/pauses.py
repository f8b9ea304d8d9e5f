"""Until when somebody has to wait, said by rooms to the right and shown where one reads one's
standing."""

from collections.abc import Callable
from datetime import datetime
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from lib.errors import DomainError, ErrorCode

Pause = Callable[[User], datetime | None]

_pauses: list[Pause] = []


def register(pause: Pause) -> None:
    """`pause(person)` answers until when, or None. Called in `AppConfig.ready()`."""
    if pause not in _pauses:
        _pauses.append(pause)


def cooling_off_until(person: User) -> datetime | None:
    """The latest of all, or None while nothing is paused."""
    ends = [end for pause in _pauses if (end := pause(person)) is not None]
    return max(ends, default=None)


def pause_refusal(person: User) -> DomainError | None:
    """Why this person may not try words now, or None."""
    until = cooling_off_until(person)
    if until is None:
        return None
    return DomainError(
        ErrorCode.COOLING_OFF,
        _("Several of your texts in a row were against our rules. Try again at %(time)s UTC.")
        % {"time": f"{until:%Y-%m-%d %H:%M}"},
        retry_after=max(1, ceil((until - timezone.now()).total_seconds())),
    )
