from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User


class Sent(Protocol):
    """A file that somebody sent in, whatever for; `owner` sent it."""

    @property
    def public_id(self) -> str: ...

    @property
    def upload_key(self) -> str: ...

    @property
    def content_type(self) -> str: ...

    @property
    def owner_id(self) -> UUID: ...

    @property
    def owner(self) -> User: ...
