"""Where a picture comes from, as far as its signature or our own films tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from cameos.models import Capability
from lib.ids import IdKind, InvalidId, decode
from lib.media.pdq import pdq
from moderation.models import HashKind
from moderation.services.bank_foreseeing import foreseen
from provenance.verification import State, verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from provenance.verification import Ingredient, Verification

LONGEST_NAME = 200
# Below it a hash says nothing: flat pictures all look alike (abuse.md).
LEAST_QUALITY = 50
# The last words of IPTC's types of what a model made or had a part in.
MADE_BY_MODELS = (
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "algorithmicMedia",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """`state`: of its signature (provenance's `State`); `signer`: as that says, whom nobody here
    need trust. `ai_made`: what the signer says, None where they say nothing. `ours`: it was made
    here, or shows a frame of a film with somebody's likeness that was."""

    state: str
    signer: str = ""
    ai_made: bool | None = None
    ours: bool = False


def origin_of(sent: Path, picture: NDArray[np.uint8]) -> Origin:
    """Of the file as it came, before what is kept of it says nothing any more."""
    said = verify(sent)
    tree: tuple[Verification | Ingredient, ...] = (said, *_all_of(said.ingredients))
    signed_here = said.state == State.AUTHENTIC or any(one.claims is not None for one in tree)
    kind = said.source_type
    return Origin(
        state=said.state.value,
        signer=(said.signer or said.issuer or "")[:LONGEST_NAME],
        ai_made=None if kind is None else kind.rpartition("/")[2] in MADE_BY_MODELS,
        ours=signed_here or _shows_lent(picture),
    )


def _all_of(ingredients: Iterable[Ingredient]) -> Iterator[Ingredient]:
    for one in ingredients:
        yield one
        yield from _all_of(one.ingredients)


def _shows_lent(picture: NDArray[np.uint8]) -> bool:
    """A frame of a film in which somebody's likeness was lent, signature or none. Of other films a
    frame is but a picture: whoever begins two films with one may."""
    seen = pdq(picture)
    if seen.quality < LEAST_QUALITY:
        return False
    films = [key for subject in foreseen(HashKind.PDQ, [seen.hex]) if (key := _film(subject))]
    return Capability.objects.filter(film_id__in=films).exists()


def _film(subject: str) -> UUID | None:
    try:
        return decode(IdKind.GENERATION, subject)
    except InvalidId:
        return None
