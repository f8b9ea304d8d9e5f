"""What can be asked of an engine."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from generation.engines.base import Capabilities
from generation.engines.registry import capabilities_of
from generation.offers import Offers
from lib.errors import DomainError, ErrorCode


@dataclass(frozen=True, slots=True)
class Wish:
    """A video that the engine says it can make: `size` as `720x1280`, length in seconds."""

    engine: str
    size: str
    seconds: int


def checked_wish(*, engine: str, size: str, seconds: int, offers: Offers, people: int = 0) -> Wish:
    """Raises DomainError `invalid_choice` with the field that there is no such choice for: in the
    engine, or in what its asker is offered of it. `people`: how many are to be shown."""
    offer = offers.get(engine)
    if offer is None:
        raise _refusal("model", _("There is no such model."))
    capabilities = capabilities_of(engine)
    if people > capabilities.takes_references:
        raise _refusal("model", _people(capabilities))
    if size not in offer.sizes:
        raise _refusal("size", _options(offer.sizes))
    if seconds not in offer.seconds:
        raise _refusal("seconds", _options(offer.seconds))
    return Wish(engine, size, seconds)


def _people(capabilities: Capabilities) -> str:
    if not capabilities.takes_references:
        return _("This model cannot show people.")
    most = capabilities.takes_references
    return _("This model shows at most %(most)s people at a time.") % {"most": most}


def _options(values: Iterable[object]) -> str:
    options = ", ".join(map(str, values))
    return _("This model offers: %(options)s.") % {"options": options}


def _refusal(attr: str, detail: str) -> DomainError:
    return DomainError(ErrorCode.INVALID_CHOICE, detail, attr=attr)
