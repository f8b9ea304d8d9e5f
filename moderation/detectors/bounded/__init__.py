"""Frames of engines that can draw nothing but what people have reviewed."""

from moderation.detectors.bounded.detector import Bounded, build

__all__ = ["Bounded", "build"]
