"""Listens to films: where somebody speaks, and whether it is what the script says."""

from moderation.detectors.base import Listener


def build() -> Listener:
    """The listener of this installation. Cheap: models are loaded when a film needs them."""
    from django.conf import settings

    if not settings.SPEECH_MODEL:
        from moderation.listening.listener import ScriptListener

        return ScriptListener()
    from moderation.listening.whisper import WhisperListener

    return WhisperListener(
        settings.SPEECH_MODEL,
        device=settings.INSPECTION_DEVICE,
        vad=settings.SPEECH_VAD,
        may_download=settings.MODELS_MAY_DOWNLOAD,
    )
