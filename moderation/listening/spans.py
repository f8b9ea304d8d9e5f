"""Stretches of time in seconds, as (from, to)."""

from collections.abc import Iterable, Sequence

Span = tuple[float, float]


def joined(spans: Iterable[Span], *, gap: float = 0.0) -> tuple[Span, ...]:
    """In order, without overlaps; what lies at most `gap` seconds apart becomes one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1] + gap:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return tuple(whole)


def without(spans: Sequence[Span], covers: Iterable[Span]) -> tuple[Span, ...]:
    """What of `spans` no cover covers."""
    left = list(spans)
    for start, end in covers:
        left = [
            part
            for first, last in left
            for part in ((first, min(last, start)), (max(first, end), last))
            if part[0] < part[1]
        ]
    return joined(left)


def shared(spans: Iterable[Span], window: Span) -> float:
    """How many seconds of `spans` lie inside the window."""
    start, end = window
    return sum(max(0.0, min(last, end) - max(first, start)) for first, last in spans)
