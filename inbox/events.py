"""The event types that this room itself writes."""

from inbox.event_types import EventType, closed_object, typed_id
from lib.ids import IdKind

PERSON_FOLLOWED = EventType(
    name="person.followed",
    schema=closed_object(follower=typed_id(IdKind.USER)),
    meaning="Somebody began to follow you.",
)

PERSON_ASKED = EventType(
    name="person.asked",
    schema=closed_object(asker=typed_id(IdKind.USER)),
    meaning="Somebody asks to follow you.",
)

PERSON_ACCEPTED = EventType(
    name="person.accepted",
    schema=closed_object(followed=typed_id(IdKind.USER)),
    meaning="Somebody whom you asked lets you follow.",
)

INVITE_MATURED = EventType(
    name="invite.matured",
    schema=closed_object(invitee=typed_id(IdKind.USER)),
    meaning="Somebody whom you invited has been here in good standing for a while.",
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

OWN = (
    *(PERSON_FOLLOWED, PERSON_ASKED, PERSON_ACCEPTED, INVITE_MATURED),
    *(RELATIONS_CHANGED, PROFILE_SETTLED),
)
