"""An engine from an operator's table: everything is checked here, and nothing heavy is imported."""

from collections.abc import Mapping
from typing import Any

from generation.engines.base import Capabilities, Engine
from generation.engines.configured import Entry
from generation.engines.diffusers.capabilities import capabilities_of
from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.ready import unready
from generation.engines.diffusers.settings import Settings


def entry(name: str, table: Mapping[str, Any]) -> Entry:
    """Raises ValueError with a text for the operator."""
    settings = settings_of(table)
    capabilities = capabilities_of(name, settings)
    return Entry(
        capabilities, lambda: _built(settings, capabilities), unready=lambda: unready(settings)
    )


def _built(settings: Settings, capabilities: Capabilities) -> Engine:
    from generation.engines.diffusers.engine import DiffusersEngine

    return DiffusersEngine(settings, capabilities)
