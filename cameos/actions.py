"""What this room audits."""

from audit.registry import Action, Audience, Retention

# People may read these about themselves. Consent is kept for the longest limitation period.
ABOUT_PEOPLE = {
    "cameo.erasure_requested": "A likeness is to be erased; nothing may use it any more.",
    "cameo.erased": "A likeness was erased: its key, its templates and its clips are gone.",
}

ACTIONS = tuple(
    Action(f"cameos.{name}", meaning, Audience.SUBJECT, Retention.SEVEN_YEARS)
    for name, meaning in ABOUT_PEOPLE.items()
)
