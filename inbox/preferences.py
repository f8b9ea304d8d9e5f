"""What somebody is told of, and how: the default, and what they chose instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from inbox.models import NotificationPreferences
from inbox.notices import ALWAYS_ON, Category, Channel

# A digest comes to whoever asked for one.
DEFAULTS = {Channel.IN_APP: True, Channel.PUSH: True, Channel.MAIL: False}
# What cannot be turned off is in the app and pushed; a digest of it is one's own choice.
FIXED = frozenset({Channel.IN_APP, Channel.PUSH})


def is_fixed(category: Category, channel: Channel) -> bool:
    """Whether nobody can turn it off."""
    return category in ALWAYS_ON and channel in FIXED


@dataclass(frozen=True, slots=True)
class Preferences:
    """Choices of one person, `{category: {channel: bool}}`."""

    choices: Mapping[str, Mapping[str, bool]]

    def wants(self, category: Category, channel: Channel) -> bool:
        """Whether they are told so of this."""
        if is_fixed(category, channel):
            return True
        return self.choices.get(category, {}).get(channel, DEFAULTS[channel])

    def categories(self, channel: Channel) -> frozenset[Category]:
        """All of which they are told so."""
        return frozenset(one for one in Category if self.wants(one, channel))


def preferences_of(person_id: UUID) -> Preferences:
    """One query."""
    row = NotificationPreferences.objects.filter(person_id=person_id).first()
    return Preferences(row.choices if row else {})
