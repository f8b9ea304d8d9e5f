"""What can be asked of an engine."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from generation.engines.base import Capabilities
from generation.engines.registry import UnknownEngine, capabilities_of
from lib.errors import DomainError, ErrorCode

DEFAULT_ENGINE = "sketch"


@dataclass(frozen=True, slots=True)
class Wish:
    """A video that the engine says it can make: `size` as `720x1280`, length in seconds."""

    engine: str
    size: str
    seconds: int


def checked_wish(*, engine: str, size: str, seconds: int, people: int = 0) -> Wish:
    """Raises DomainError `invalid_choice` with the field that the engine has no such choice for.
    `people`: how many are to be shown."""
    try:
        capabilities = capabilities_of(engine)
    except UnknownEngine:
        raise _refusal("model", _("There is no such model.")) from None
    if people > capabilities.takes_references:
        raise _refusal("model", _people(capabilities))
    if size not in tuple(capabilities.sizes):
        raise _refusal("size", _options(capabilities, "sizes"))
    if seconds not in capabilities.seconds:
        raise _refusal("seconds", _options(capabilities, "seconds"))
    return Wish(engine, size, seconds)


def _people(capabilities: Capabilities) -> str:
    if not capabilities.takes_references:
        return _("This model cannot show people.")
    most = capabilities.takes_references
    return _("This model shows at most %(most)s people at a time.") % {"most": most}


def _options(capabilities: Capabilities, name: str) -> str:
    options = ", ".join(str(value) for value in getattr(capabilities, name))
    return _("This model offers: %(options)s.") % {"options": options}


def _refusal(attr: str, detail: str) -> DomainError:
    return DomainError(ErrorCode.INVALID_CHOICE, detail, attr=attr)
