"""Where people find help; said instead of a punishment, never beside one.

The system card offers support resources where self-harm is spoken of. Somebody who writes of
hurting themself may be in need: their refusals weigh nothing (probing/limits.py), and what they are
told is where to find somebody to talk to.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.categories import Category

# The address is of a directory of free, confidential lines in most countries, by ThroughLine.
SELF_HARM = _(
    "We cannot make this. If you are thinking about hurting yourself, please talk to somebody now: "
    "people who listen, in your country and for free, are at https://findahelpline.com. In danger, "
    "call your local emergency number."
)


def help_for(category: str) -> Promise | None:
    """What to say to somebody whose words were refused for this category, if there is help."""
    return SELF_HARM if category == Category.SELF_HARM else None
