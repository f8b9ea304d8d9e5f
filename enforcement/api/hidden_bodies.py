from typing import Any

from rest_framework import serializers

from enforcement.api.redress import day_json
from enforcement.reasons import Topic
from enforcement.shown_hidden import Hidden
from feed.api.hidden import HiddenSerializer
from lib.api.fields import TypedIdField
from lib.ending import told
from lib.ids import IdKind, encode


class HiddenPostSerializer(HiddenSerializer):
    """A post of yours that nobody else sees until somebody decided."""

    post = TypedIdField(IdKind.POST, read_only=True)
    topic = serializers.ChoiceField(choices=Topic.choices)  # type: ignore[assignment]


def hidden_json(one: Hidden) -> dict[str, Any]:
    """The body of HiddenSerializer."""
    return {
        "topic": one.topic.value,
        "since": day_json(one.since),
        "until": day_json(told(one.until) if one.until else None),
        "contestable": one.contestable,
    }


def hidden_post_json(one: Hidden) -> dict[str, Any]:
    """The body of HiddenPostSerializer."""
    return {"post": encode(IdKind.POST, one.post_id), **hidden_json(one)}
