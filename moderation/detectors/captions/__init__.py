"""What a few frames show, in words, so that the text detectors can judge them too."""

from moderation.detectors.captions.detector import NAME, Captions, build

__all__ = ["NAME", "Captions", "build"]
