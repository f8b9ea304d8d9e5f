"""The one model that this process keeps ready."""

from __future__ import annotations

from contextlib import ExitStack

from generation.engines.diffusers.loading.finding import Found, find
from generation.engines.diffusers.loading.fingerprint import GoOn, unhindered
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.loading.memory import give_back
from generation.engines.diffusers.loading.reading import load
from generation.engines.diffusers.loading.turns import claimed
from generation.engines.diffusers.settings import Settings

_warm: dict[str, Loaded] = {}  # none or one
_card = ExitStack()  # what is held as long as it is warm


def is_warm(settings: Settings) -> bool:
    """Only in one's turn it stays so."""
    held = _warm.get("model")
    return held is not None and held.settings == settings


def warm(settings: Settings, found: Found | None = None, go_on: GoOn = unhindered) -> Loaded:
    """In one's turn. What was there is freed first: two do not fit one card. Raises EngineError,
    and what `go_on` raises."""
    if not is_warm(settings):
        cool()
        with ExitStack() as holding:
            holding.enter_context(claimed(settings))
            _warm["model"] = load(found or find(settings, go_on), settings, go_on)
            _card.push(holding.pop_all())
    return _warm["model"]


def cool() -> None:
    if _warm.pop("model", None) is not None:
        give_back()
    _card.close()
