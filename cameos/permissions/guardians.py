"""A door: a linked guardian, where teen and guardian both agreed, may be approved by the teen.

The room of guardians is not built, and until it registers itself nobody is one.
"""

from collections.abc import Callable
from uuid import UUID

Agreed = Callable[[UUID, UUID], bool]

_agreed: list[Agreed] = []


def register(agreed: Agreed) -> None:
    """`agreed(teen_id, adult_id)`. Called once, in `AppConfig.ready()`."""
    if _agreed and agreed not in _agreed:
        raise ValueError("guardians are told by one room")
    _agreed[:] = [agreed]


def is_agreed_guardian(*, teen_id: UUID, adult_id: UUID) -> bool:
    """Whether both agreed to it; False while nobody can tell."""
    return any(agreed(teen_id, adult_id) for agreed in _agreed)
