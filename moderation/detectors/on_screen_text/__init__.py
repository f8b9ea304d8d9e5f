"""Words in the picture, read so that the text detectors can judge them."""

from moderation.detectors.on_screen_text.detector import OnScreenText, build

__all__ = ["OnScreenText", "build"]
