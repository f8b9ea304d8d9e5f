"""What is known of a file that shows somebody, of whom nothing else is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cameos.gate import NotUsable
from cameos.gate.reading import Fault
from cameos.intake.audience import audience_of
from cameos.intake.opinions import Opinion
from moderation.services.pictures import UnreadablePicture
from moderation.services.screening import judged
from moderation.services.uploads import known_material

if TYPE_CHECKING:
    from pathlib import Path

    from accounts.models import User


def known_opinion(sent: Path, *, owner: User) -> Opinion:
    """By hashes alone: our banks and the operator's service. Raises NotUsable."""
    try:
        evidence = [known_material(sent)]
    except UnreadablePicture as error:
        raise NotUsable(Fault.UNREADABLE) from error
    return Opinion(judged(evidence, audience=audience_of(owner)), evidence, hidden=True)
