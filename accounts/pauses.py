"""Until when somebody has to wait, said by rooms to the right and shown where one reads one's
standing."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import User

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
