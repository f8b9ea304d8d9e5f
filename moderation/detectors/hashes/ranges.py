from collections.abc import Iterator


class Ranges:
    """Moments of a film (seconds, ascending), merged where no more than `gap` lies between."""

    def __init__(self, *, gap: float) -> None:
        self._gap = gap
        self._ranges: list[tuple[float, float]] = []

    def add(self, at_seconds: float) -> None:
        if self._ranges and at_seconds - self._ranges[-1][1] <= self._gap:
            self._ranges[-1] = (self._ranges[-1][0], at_seconds)
        else:
            self._ranges.append((at_seconds, at_seconds))

    def __iter__(self) -> Iterator[tuple[float, float]]:
        return iter(self._ranges)
