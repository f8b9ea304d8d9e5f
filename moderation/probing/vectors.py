"""What refused words mean, as vectors of this process's memory; they are kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from moderation.probing.nearness import Vector, undisguised

if TYPE_CHECKING:
    from moderation.detectors.minilm.encoder import Encoder

log = structlog.get_logger(__name__)


def vectors_of(texts: Sequence[str]) -> list[Vector] | None:
    """A unit vector for the beginning of each text (254 tokens), or None where no encoder works.

    Loads the encoder into this process: for workers that carry a model runtime anyway. Only one
    that `export_text_encoder` wrote before: nothing is exported for this.
    """
    try:
        encoder = _encoder()
        return [
            encoder.embed([_beginning(encoder, text)])[0].tolist()  # one by one: no padding
            for text in texts
        ]
    except Exception as error:  # noqa: BLE001 - letters alone still find most clusters
        log.warning("probing_without_vectors", error=type(error).__name__)
        return None


def _beginning(encoder: Encoder, text: str) -> Sequence[int]:
    from moderation.detectors.minilm.encoder import WINDOW

    return list(encoder.tokens(undisguised(text)).ids[:WINDOW])


@cache
def _encoder() -> Encoder:
    from moderation.detectors.minilm.encoder import Encoder
    from moderation.detectors.minilm.export import checked, export_folder

    # As it was published: the trained adapter puts all that is harmful in one way side by side.
    checked(export_folder(settings.ENCODER_DIR, None), None)
    return Encoder(settings.ENCODER_DIR, None)
