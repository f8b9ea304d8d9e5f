"""Shared by the tests that render."""

from dataclasses import dataclass, field
from pathlib import Path

from generation.engines.base import RenderRequest, RenderResult, Size
from generation.engines.registry import get_engine


@dataclass
class Watcher:
    """Listens to a render and may ask it to stop once it was told of `stop_at`."""

    stop_at: float = 2.0
    told: list[float] = field(default_factory=list)

    def progress(self, share: float) -> None:
        self.told.append(share)

    def cancelled(self) -> bool:
        return bool(self.told) and self.told[-1] >= self.stop_at


def render(
    prompt: str,
    *,
    into: Path,
    size: Size = Size.PORTRAIT,
    seconds: int = 4,
    seed: int = 7,
    watcher: Watcher | None = None,
) -> RenderResult:
    watcher = watcher or Watcher()
    return get_engine("sketch").render(
        RenderRequest(prompt, size, seconds, seed),
        into=into,
        progress=watcher.progress,
        cancelled=watcher.cancelled,
    )
