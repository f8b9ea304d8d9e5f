"""The event types that this room itself writes."""

from inbox.event_types import EventType, closed_object, typed_id
from lib.ids import IdKind

PERSON_FOLLOWED = EventType(
    name="person.followed",
    schema=closed_object(follower=typed_id(IdKind.USER)),
    meaning="Somebody began to follow you.",
)

RELATIONS_CHANGED = EventType(
    name="relations.changed",
    schema=closed_object(),
    meaning="You blocked somebody, maybe on another device: read your lists and events again.",
)

PROFILE_SETTLED = EventType(
    name="profile.settled",
    schema=closed_object(
        field={"type": "string", "enum": ["display_name", "bio"]}, shown={"type": "boolean"}
    ),
    meaning="What you wrote about yourself was checked: others see it, or it was refused and they "
    "see what stood there before.",
)

SAFEGUARDS_CHANGED = EventType(
    name="safeguards.changed",
    schema=closed_object(),
    meaning="What limits you changed: read /api/v1/me/safeguards again.",
)
