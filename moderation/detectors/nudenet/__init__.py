"""Nudity in frames, by NudeNet: an operator's optional extra, never installed by default.

Its model comes under AGPL-3.0, whatever its wheel's metadata says (requirements-nudenet.lock).
"""

from moderation.detectors.nudenet.detector import NAME, NudeNet, build

__all__ = ["NAME", "NudeNet", "build"]
