"""Which detectors read text, in the order in which their answers stand."""

from pathlib import Path

from moderation.detectors.base import TextDetector


def text_detectors(data_dir: Path) -> tuple[TextDetector, ...]:
    """All of them, loaded. Slow the first time: the encoder is exported below `data_dir`."""
    from moderation.detectors import lexicon, minilm, minors

    return minilm.build(data_dir), lexicon.build(), minors.build()
