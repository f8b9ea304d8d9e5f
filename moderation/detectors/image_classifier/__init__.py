"""Frames seen by any transformers image classifier that an operator names."""

from moderation.detectors.image_classifier.detector import (
    NAME,
    ImageClassifier,
    build,
    concerns_children,
)

__all__ = ["NAME", "ImageClassifier", "build", "concerns_children"]
