"""Listens to films: where somebody speaks, and whether it is what the script says."""

from moderation.detectors.base import Listener


def build() -> Listener:
    """The listener of this installation. Cheap: the recognizer is loaded when a film needs it."""
    from moderation.listening.listener import ScriptListener

    return ScriptListener()
