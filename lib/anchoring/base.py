from collections.abc import Iterator
from typing import Protocol


class AnchorTaken(Exception):
    """Another anchor of this number is there already."""


class AnchorStoreFailed(Exception):
    """The store does not answer, or not as it should."""


class AnchorStore(Protocol):
    """Documents by number. What was put once stays as it is. Raises AnchorStoreFailed."""

    def put(self, number: int, document: bytes) -> None:
        """Keep it durably; the very same again changes nothing. Raises AnchorTaken."""
        ...

    def get(self, number: int) -> bytes | None:
        """None where there is none."""
        ...

    def numbers(self) -> Iterator[int]:
        """Of all that are there, rising."""
        ...
