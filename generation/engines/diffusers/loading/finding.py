"""What is to be loaded: looked for, checked and hashed, before anybody waits for the device."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from generation.engines.diffusers.loading.checking import Usable, refuse_unusable
from generation.engines.diffusers.loading.fingerprint import GoOn, fingerprint, unhindered
from generation.engines.diffusers.loading.folder import weights_folder
from generation.engines.diffusers.loading.loras import FoundLora, found_loras
from generation.engines.diffusers.settings import Settings


@dataclass(frozen=True, slots=True)
class Found:
    folder: Path
    usable: Usable
    fingerprint: str
    loras: tuple[FoundLora, ...] = ()

    @property
    def sha256(self) -> str:
        """Of all weights that a film was made with."""
        if not self.loras:
            return self.fingerprint
        laid = [f"{lora.sha256} {lora.told}" for lora in self.loras]
        return hashlib.sha256("\n".join([self.fingerprint, *laid]).encode()).hexdigest()


def find(settings: Settings, go_on: GoOn = unhindered) -> Found:
    """Raises EngineError, and what `go_on` raises."""
    folder = weights_folder(settings)
    usable = refuse_unusable(folder, settings.profile)
    loras = found_loras(settings, go_on)
    return Found(folder, usable, fingerprint(folder, usable.parts.values(), go_on), loras)
