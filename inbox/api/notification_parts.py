"""Bodies about notifications."""

from typing import Any

from rest_framework import serializers

from accounts.models import User
from accounts.safeguards.layers import effective
from accounts.safeguards.limits import Limit
from inbox.api.serializers import EventSerializer
from inbox.notices import NAMES, Category, Channel
from inbox.preferences import Preferences, is_fixed
from lib.api.fields import StrictBooleanField, StrictCharField, StrictIntegerField
from lib.api.serializers import StrictSerializer

CATEGORIES = [one.value for one in Category]


class NotificationSerializer(EventSerializer):
    """An event, and what it says to whoever reads it."""

    category = serializers.ChoiceField(choices=CATEGORIES)
    text = serializers.CharField(help_text="For people; follows Accept-Language.")
    seen = serializers.BooleanField()


class UnreadSerializer(StrictSerializer[Any]):
    """A count."""

    unread = serializers.IntegerField(help_text="100 stands for that many and more.")
    seen_upto = serializers.IntegerField(help_text="The highest id that was seen; 0: none.")


class SeenUpto(StrictSerializer[Any]):
    """The newest notification on the screen."""

    upto = StrictIntegerField(min_value=1, help_text="Its id.")


class ChannelSerializer(StrictSerializer[Any]):
    """One way of being told."""

    on = serializers.BooleanField()
    fixed = serializers.BooleanField(help_text="Whether it cannot be turned off.")


class ChannelsSerializer(StrictSerializer[Any]):
    """All ways."""

    in_app = ChannelSerializer()
    push = ChannelSerializer()
    mail = ChannelSerializer()


class CategorySerializer(StrictSerializer[Any]):
    """What one can be told of."""

    category = serializers.ChoiceField(choices=CATEGORIES)
    name = serializers.CharField(help_text="For people; follows Accept-Language.")
    channels = ChannelsSerializer()


class PreferencesSerializer(StrictSerializer[Any]):
    """All that one can be told of."""

    push_limited = serializers.BooleanField(
        help_text="Whether `push` of `/me/safeguards` is off: then only what is fixed is pushed."
    )
    results = CategorySerializer(many=True)


class ChannelChanges(StrictSerializer[Any]):
    """What is left out stays as it is."""

    in_app = StrictBooleanField(required=False)
    push = StrictBooleanField(required=False)
    mail = StrictBooleanField(required=False)


class PreferenceChanges(StrictSerializer[Any]):
    """By category; what is left out stays as it is."""

    def get_fields(self) -> dict[str, Any]:
        """One for each category."""
        return {one.value: ChannelChanges(required=False) for one in Category}


class DeviceRegistration(StrictSerializer[Any]):
    """What iOS gave the app to be pushed to."""

    token = StrictCharField(
        min_length=64,
        max_length=200,
        help_text="The device token in hexadecimal digits, as given by iOS.",
    )

    def validate_token(self, value: str) -> str:
        """Hexadecimal, in lower case, so that one phone has one token."""
        try:
            return bytes.fromhex(value).hex()
        except ValueError:
            raise serializers.ValidationError("Hexadecimal digits are expected.") from None


def preferences_json(person: User, chosen: Preferences) -> dict[str, Any]:
    """What is told, how, and what can be turned off."""
    return {
        "push_limited": not effective(person).permits(Limit.PUSH, "on"),
        "results": [
            {
                "category": one.value,
                "name": str(NAMES[one]),
                "channels": {
                    channel.value: {
                        "on": chosen.wants(one, channel),
                        "fixed": is_fixed(one, channel),
                    }
                    for channel in Channel
                },
            }
            for one in Category
        ],
    }
