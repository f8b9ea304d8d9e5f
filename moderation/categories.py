"""What is judged, and where it stands. A value is never reused."""

from django.db import models


class Category(models.TextChoices):
    """What a policy speaks of: the system card's table, and what the rest of the card needs."""

    SEXUAL = "sexual"
    SELF_HARM = "self_harm"
    VIOLENCE = "violence"  # and gore
    POLITICAL = "political"  # persuasion
    HATE = "hate"  # and extremism
    HARASSMENT = "harassment"
    DECEPTION = "deception"  # and fraud
    ILLICIT = "illicit"
    CHILD_SAFETY = "child_safety"
    LIKENESS = "likeness"  # public figures, people who did not consent, privacy
    THIRD_PARTY = "third_party"  # characters, living artists


class Surface(models.TextChoices):
    """Where text or media of people, or of engines, can stand."""

    PROMPT = "prompt"
    DIALOGUE = "dialogue"  # what a prompt wants to be said
    REFERENCE_IMAGE = "reference_image"
    FRAME = "frame"
    TRANSCRIPT = "transcript"  # what is heard
    ON_SCREEN_TEXT = "on_screen_text"
    SCENE_DESCRIPTION = "scene_description"
    CAPTION = "caption"
    COMMENT = "comment"
    PROFILE = "profile"
    MESSAGE = "message"
    REPORT = "report"


# Surfaces that are read as text, whoever wrote, spoke or drew it.
TEXT = frozenset(
    {
        *(Surface.PROMPT, Surface.DIALOGUE, Surface.TRANSCRIPT, Surface.ON_SCREEN_TEXT),
        *(Surface.SCENE_DESCRIPTION, Surface.CAPTION, Surface.COMMENT, Surface.PROFILE),
        *(Surface.MESSAGE, Surface.REPORT),
    }
)
