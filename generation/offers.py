"""Which engines, sizes and lengths somebody may ask for (features.md, G28)."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from generation.engines.registry import capabilities_of, engine_names
from generation.models.offers import Band, Offer

FIRST_DEFAULT = "sketch"


@dataclass(frozen=True, slots=True)
class Offered:
    """Of one engine: what may be asked of it, in the engine's own order."""

    engine: str
    sizes: tuple[str, ...]
    seconds: tuple[int, ...]
    is_default: bool = False


Offers = Mapping[str, Offered]


def offered_to(person: User) -> Offers:
    """By the engine's name; the default is marked, if there is one. Nothing is offered to people
    under 18 that is not offered to adults (law 2)."""
    rows = list(Offer.objects.all())
    offers = _of_band(rows, Band.ADULT)
    if not person.is_adult:
        theirs = _of_band(rows, Band.UNDER_18)
        offers = {
            name: _both(offer, theirs[name]) for name, offer in offers.items() if name in theirs
        }
    usable = {name: offer for name, offer in offers.items() if offer.sizes and offer.seconds}
    return _with_default(usable)


def default_of(offers: Offers) -> str:
    """The engine for a wish that names none; empty where there is none."""
    return next((name for name, offer in offers.items() if offer.is_default), "")


def _of_band(rows: list[Offer], band: Band) -> dict[str, Offered]:
    mine = {row.engine: row for row in rows if row.band == band}
    names = [name for name in engine_names() if (name in mine if mine else _is_open(name, band))]
    return {name: _offered(name, mine.get(name)) for name in names}


def _is_open(name: str, band: Band) -> bool:
    """Without a word of staff: to adults what is drawn in this house, to the others of that only
    what can draw nothing but what people have reviewed (law 1)."""
    return _is_here(name) and (band == Band.ADULT or capabilities_of(name).content_bounded)


def _is_here(name: str) -> bool:
    """Whether words stay in this house. Others get them only where a row of the band says so."""
    return not capabilities_of(name).processor


def _offered(name: str, row: Offer | None) -> Offered:
    can = capabilities_of(name)
    sizes, seconds = tuple(size.value for size in can.sizes), can.seconds
    if row is None:
        return Offered(name, sizes, seconds)
    return Offered(
        name,
        tuple(size for size in sizes if size in row.sizes),
        tuple(length for length in seconds if length in row.seconds),
        row.is_default,
    )


def _both(adult: Offered, theirs: Offered) -> Offered:
    """What both are offered; the default of the stricter."""
    return Offered(
        adult.engine,
        tuple(size for size in adult.sizes if size in theirs.sizes),
        tuple(length for length in adult.seconds if length in theirs.seconds),
        theirs.is_default,
    )


def _with_default(offers: dict[str, Offered]) -> dict[str, Offered]:
    if not offers or any(offer.is_default for offer in offers.values()):
        return offers
    here = [name for name in offers if _is_here(name)]
    if not here:
        return offers  # nobody's words leave because they named no model
    name = FIRST_DEFAULT if FIRST_DEFAULT in here else here[0]
    chosen = offers[name]
    return offers | {name: Offered(name, chosen.sizes, chosen.seconds, is_default=True)}
