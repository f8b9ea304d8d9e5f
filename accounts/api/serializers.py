"""What people look like in JSON: to themselves, and to others."""

from typing import Any

from rest_framework import serializers

from accounts.models import ProfileField, User
from accounts.safeguards.supervision import supervision_of
from accounts.selectors import Relations
from accounts.services import sessions
from accounts.services.profile_texts import waiting_texts
from lib.api.fields import StrictBooleanField, StrictCharField, TypedIdField
from lib.api.serializers import StrictSerializer
from lib.ids import IdKind


class SupervisionSerializer(StrictSerializer[Any]):
    """Shown for as long as somebody watches over me."""

    guardians = serializers.IntegerField(min_value=1)
    says = serializers.CharField()


class MeSerializer(serializers.Serializer[User]):
    """Oneself. The only place where an e-mail address and a date of birth are shown."""

    id = TypedIdField(IdKind.USER, read_only=True)
    email = serializers.EmailField(read_only=True)
    handle = serializers.CharField(read_only=True)
    display_name = serializers.CharField(read_only=True)
    bio = serializers.CharField(read_only=True)
    birth_date = serializers.DateField(read_only=True, allow_null=True)
    age_band = serializers.CharField(read_only=True)
    standing = serializers.CharField(read_only=True)
    is_staff = serializers.BooleanField(read_only=True)
    joined_at = serializers.DateTimeField(read_only=True)
    is_private = serializers.BooleanField(
        source="keeps_private",
        read_only=True,
        help_text="Only followers see my posts, and following me must be asked for.",
    )
    closed_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="Since when I am leaving; else null."
    )
    erase_due_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="Until when I may come back."
    )
    in_review = serializers.ListField(
        child=serializers.ChoiceField(choices=ProfileField.choices),
        read_only=True,
        help_text="Of these you alone see the new text, until it was checked.",
    )
    supervision = SupervisionSerializer(
        read_only=True, allow_null=True, help_text="To show at all times while somebody watches."
    )

    def to_representation(self, instance: User) -> dict[str, Any]:
        waiting = waiting_texts(instance)
        instance.in_review = sorted(waiting)  # type: ignore[attr-defined]
        instance.supervision = supervision_of(instance)  # type: ignore[attr-defined]
        return super().to_representation(instance) | waiting


class ProfileChanges(StrictSerializer[Any]):
    """What one may say about oneself; a field that is left out stays as it is."""

    display_name = StrictCharField(required=False, allow_blank=True, max_length=50)
    bio = StrictCharField(required=False, allow_blank=True, max_length=300)
    handle = StrictCharField(required=False, max_length=100, trim_whitespace=False)
    is_private = StrictBooleanField(required=False)


class Proof(StrictSerializer[Any]):
    """The password once more, before something that cannot be undone. Left out where one proved
    within the last five minutes who one is."""

    password = StrictCharField(
        max_length=1024, trim_whitespace=False, write_only=True, required=False
    )


class CanSerializer(serializers.Serializer[Any]):
    """What the viewer may do, so that no client copies a rule."""

    follow = serializers.BooleanField()
    mute = serializers.BooleanField()
    block = serializers.BooleanField()


class PersonSerializer(serializers.Serializer[Any]):
    """Somebody, as others see them."""

    id = TypedIdField(IdKind.USER)
    handle = serializers.CharField()
    display_name = serializers.CharField()
    bio = serializers.CharField()
    followers = serializers.IntegerField()
    following = serializers.IntegerField()
    followed_by_me = serializers.BooleanField()
    follows_me = serializers.BooleanField()
    is_private = serializers.BooleanField(help_text="Following must be asked for.")
    asked_by_me = serializers.BooleanField(help_text="I asked to follow, and wait.")
    asks_me = serializers.BooleanField(help_text="They ask to follow me.")
    muted_by_me = serializers.BooleanField()
    can = CanSerializer()


class PersonLineSerializer(serializers.Serializer[User]):
    """Somebody in a list."""

    id = TypedIdField(IdKind.USER, read_only=True)
    handle = serializers.CharField(read_only=True)
    display_name = serializers.CharField(read_only=True)


class SessionSerializer(serializers.Serializer[Any]):
    """One place where I am signed in."""

    id = TypedIdField(IdKind.SESSION)
    created_at = serializers.DateTimeField()
    device_name = serializers.CharField(help_text="As its owner named it; empty before.")
    user_agent = serializers.CharField()
    ip = serializers.CharField()
    is_current = serializers.BooleanField()


class SessionChanges(StrictSerializer[Any]):
    """How one calls the device."""

    device_name = StrictCharField(max_length=sessions.LONGEST_DEVICE_NAME, allow_blank=True)


class SessionsSerializer(serializers.Serializer[Any]):
    """Everywhere I am signed in."""

    results = SessionSerializer(many=True)


class StandingSerializer(serializers.Serializer[Any]):
    """How I stand, and since when; `since` is empty while nothing ever changed it.

    Until `cooling_off_until` new prompts and captions are refused; null while nothing is paused.
    """

    standing = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    cooling_off_until = serializers.DateTimeField(allow_null=True)


def person_json(person: User, relations: Relations, *, viewer: User) -> dict[str, Any]:
    """The body of PersonSerializer."""
    is_other = person.pk != viewer.pk
    return {
        "id": person.public_id,
        "handle": person.handle,
        "display_name": person.display_name,
        "bio": person.bio,
        "followers": relations.followers,
        "following": relations.following,
        "followed_by_me": relations.followed_by_me,
        "follows_me": relations.follows_me,
        "is_private": person.keeps_private,
        "asked_by_me": relations.asked_by_me,
        "asks_me": relations.asks_me,
        "muted_by_me": relations.muted_by_me,
        "can": {"follow": is_other, "mute": is_other, "block": is_other},
    }
