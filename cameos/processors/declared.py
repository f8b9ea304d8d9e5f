"""The processors that this installation works with, as rooms to the right declare them."""

import hashlib
from dataclasses import dataclass

from lib.errors import NotFound

KEY_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Processor:
    """`name`, `region` and `retention` as people read them: another word is another processor, to
    which nobody has agreed. `models`: what is drawn there."""

    name: str
    region: str
    retention: str
    models: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """SHA-256, in hexadecimal, of who, where and for how long."""
        return key_of(f"{self.name}; {self.region}; {self.retention}")


_declared: dict[str, Processor] = {}


def key_of(said: str) -> str:
    """Of `name; region; retention`; nothing for nobody."""
    return hashlib.sha256(said.encode()).hexdigest() if said else ""


def declare(said: str, *, model: str) -> None:
    """`said`: `name; region; retention`. Raises ValueError for anything else."""
    name, region, retention = (part.strip() for part in said.split(";"))
    found = _declared.get(key_of(said), Processor(name, region, retention))
    models = tuple(sorted({*found.models, model}))
    if found.key != key_of(said):
        raise ValueError("a processor is written as `name; region; retention`")
    _declared[found.key] = Processor(name, region, retention, models)


def processors() -> tuple[Processor, ...]:
    """By name."""
    return tuple(sorted(_declared.values(), key=lambda one: (one.name, one.key)))


def processor_named(key: str) -> Processor:
    """Raises NotFound."""
    try:
        return _declared[key]
    except KeyError:
        raise NotFound from None
