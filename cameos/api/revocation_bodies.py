"""What an owner reads before they take consent back, sends, and reads after."""

from typing import Any

from rest_framework import serializers

from cameos.models import Cameo, Revocation, RevocationScope
from cameos.models.revocations import OFFERED
from cameos.revoking.confirming import confirmation
from cameos.revoking.counting import films_of
from lib.api.fields import StrictCharField, StrictChoiceField
from lib.api.serializers import StrictSerializer

SCOPES = [one.value for one in OFFERED]
LONGEST = 1_000  # characters of a confirmation; ours have about 250


class FilmCountsSerializer(serializers.Serializer[Any]):
    """Of videos. `running`: made now, they end. `drafts`: finished and shown to nobody else.
    `posts`: shown to others. `remixes`: the same, in which this likeness came from another video.
    """

    running = serializers.IntegerField(min_value=0)
    drafts = serializers.IntegerField(min_value=0)
    posts = serializers.IntegerField(min_value=0)
    remixes = serializers.IntegerField(min_value=0)


class ChoiceSerializer(serializers.Serializer[Any]):
    """A scope, what it takes away now, and what confirms it within fifteen minutes."""

    scope = serializers.ChoiceField(choices=SCOPES)
    takes = FilmCountsSerializer()
    confirm = serializers.CharField()


class RevocationSerializer(serializers.Serializer[Any]):
    """One that was made. Nobody sees what it hides since `requested_at`; `removed` videos are
    deleted with their files so far, all of them once it is `done`."""

    scope = serializers.ChoiceField(choices=RevocationScope.choices)
    told = FilmCountsSerializer(allow_null=True)
    requested_at = serializers.DateTimeField()
    status = serializers.ChoiceField(choices=["removing", "done"])
    removed = serializers.IntegerField(min_value=0)


class ChoicesSerializer(serializers.Serializer[Any]):
    """All scopes from the narrowest, and the last revocation."""

    choices = ChoiceSerializer(many=True)
    last = RevocationSerializer(allow_null=True)


class RevokeSerializer(StrictSerializer[Any]):
    """What was read and is meant."""

    scope = StrictChoiceField(choices=SCOPES)
    confirm = StrictCharField(max_length=LONGEST)


def choices_json(cameo: Cameo) -> dict[str, Any]:
    """The body of ChoicesSerializer."""
    films = films_of(cameo)
    last = Revocation.objects.filter(cameo_id=cameo.pk).order_by("-through").first()
    return {
        "choices": [
            {
                "scope": scope.value,
                "takes": films.within(scope).as_json(),
                "confirm": confirmation(cameo, scope, films.within(scope)),
            }
            for scope in OFFERED
        ],
        "last": revocation_json(last) if last else None,
    }


def revocation_json(row: Revocation) -> dict[str, Any]:
    """The body of RevocationSerializer."""
    shown = {
        "scope": row.scope,
        "told": row.counts or None,
        "requested_at": row.requested_at,
        "status": "done" if row.finished_at else "removing",
        "removed": row.films,
    }
    return dict(RevocationSerializer(shown).data)
