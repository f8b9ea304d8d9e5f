"""Films that computers elsewhere draw: each keeps a thread of this process until it has come back.

One thread is left for what is drawn here, or a few films of a slow server would keep this machine
idle; in a process with one thread they take turns with the rest.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from generation.engines.registry import engine_names, server_of


@dataclass(slots=True)
class _Threads:
    """Of this process; `most` before a worker has said how many it has."""

    most: int = 1
    kept: set[object] = field(default_factory=set)


_threads = _Threads()


def leave_one_of(threads: int) -> None:
    """A worker of so many threads is started in this process."""
    _threads.most = max(1, threads - 1)


def is_elsewhere(engine: str) -> bool:
    return engine in engine_names() and bool(server_of(engine))


@contextmanager
def kept_by(engine: str) -> Iterator[None]:
    """This thread is, for as long, where the engine draws elsewhere. Whose turn it is must not be
    asked between the answer and the entry: the drawing slot sees to that."""
    mine = object()
    try:
        if is_elsewhere(engine):
            _threads.kept.add(mine)
        yield
    finally:
        _threads.kept.discard(mine)


def without_thread() -> Collection[str]:
    """The engines for whose films no thread is left."""
    if len(_threads.kept) < _threads.most:
        return frozenset()
    return frozenset(engine for engine in engine_names() if server_of(engine))
