"""Speech recognised by faster-whisper, with a model that an operator names."""

from moderation.listening.whisper.engine import NAME, checked_folder
from moderation.listening.whisper.listener import WhisperListener

__all__ = ["NAME", "WhisperListener", "checked_folder"]
