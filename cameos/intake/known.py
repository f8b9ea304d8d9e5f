"""What is known of a file that shows somebody, of whom nothing else is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cameos.gate import NotUsable
from cameos.gate.reading import FILM, Fault
from cameos.intake.audience import audience_of
from cameos.intake.opinions import Opinion
from moderation.services.pictures import UnreadablePicture
from moderation.services.screening import judged
from moderation.services.uploads import known_material

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from cameos.intake.sent import Sent


def known_opinion(row: Sent, sent: Path, pictures: Sequence[NDArray[np.uint8]]) -> Opinion:
    """By hashes alone: our banks and the operator's service. `pictures`: of a film. Raises
    NotUsable."""
    of_film = pictures if row.content_type == FILM else None
    try:
        evidence = [known_material(sent, pictures=of_film)]
    except UnreadablePicture as error:
        raise NotUsable(Fault.UNREADABLE) from error
    return Opinion(judged(evidence, audience=audience_of(row.owner)), evidence, hidden=True)
