"""What of a recording is sealed: no more than was released (C29)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cameos.models import Enrolment
from lib.media.apart.reading import pictures_alone_apart


@contextmanager
def film_to_keep(enrolment: Enrolment, path: Path) -> Iterator[IO[bytes]]:
    """As it was sent where the voice was released, else its pictures alone. What was said has been
    compared with the digits by then, and nothing else needs it. Raises MediaError."""
    with path.open("rb") if enrolment.release.voice else pictures_alone_apart(path) as film:
        yield film
