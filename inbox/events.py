"""The event types that this room itself writes."""

from accounts.models import Standing
from accounts.models.standings import TOLD_REASONS
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

SAFEGUARDS_CHANGED = EventType(
    name="safeguards.changed",
    schema=closed_object(),
    meaning="What limits you changed: read /api/v1/me/safeguards again.",
)

BAND = {"type": "string", "enum": ["under_13", "13_17", "18_plus", "unknown"]}

AGE_CHANGED = EventType(
    name="age.changed",
    schema=closed_object(band=BAND),
    meaning="Another age band holds for you from now on; `GET /me/age` says why.",
)

AGE_APPEAL_DECIDED = EventType(
    name="age.appeal_decided",
    schema=closed_object(band=BAND, changed={"type": "boolean"}),
    meaning="Staff decided your appeal about your age; `GET /me/age` says what they found.",
)

AGE_CORRECTED = EventType(
    name="age.corrected",
    schema=closed_object(band=BAND),
    meaning="Staff had recorded a document about your age by mistake, and corrected that; `GET "
    "/me/age` says what holds.",
)

NAMES_TAKEN = EventType(
    name="profile.names_taken",
    schema=closed_object(),
    meaning="Staff found that your profile passes for somebody else: handle, display name and bio "
    "are neutral now. `GET /me/impersonation` says more, and how to contest it.",
)

NAMES_DECIDED = EventType(
    name="profile.names_decided",
    schema=closed_object(state={"type": "string", "enum": ["upheld", "lifted", "freed"]}),
    meaning="Staff decided about the names that they took: it stays so, they stand as before, or "
    "you may choose other ones.",
)

STANDING_DECIDED = EventType(
    name="account.standing_decided",
    schema=closed_object(
        standing={"type": "string", "enum": list(Standing.values)},
        reason={"type": "string", "enum": [*(one.value for one in TOLD_REASONS), "not_told"]},
    ),
    meaning="Staff decided how your account stands from now on, and why; `not_told` where that may "
    "not be said, or is none of the others.",
)

SIGNED_OUT = EventType(
    name="account.signed_out",
    schema=closed_object(),
    meaning="Staff ended all sessions of your account.",
)

REGION_SET = EventType(
    name="account.region_set",
    schema=closed_object(),
    meaning="Staff said where the law is made that holds for you: read /api/v1/me/safeguards.",
)

ACCOUNT_REOPENED = EventType(
    name="account.reopened",
    schema=closed_object(),
    meaning="Your account was being closed and was opened again: load everything anew.",
)

EXPORT_READY = EventType(
    name="export.ready",
    schema=closed_object(export=typed_id(IdKind.EXPORT)),
    meaning="The archive that you asked for can be fetched for seven days.",
)

EVENT_TYPES = (
    *(ACCOUNT_REOPENED, AGE_CORRECTED, NAMES_TAKEN, NAMES_DECIDED),
    *(PERSON_FOLLOWED, RELATIONS_CHANGED, PROFILE_SETTLED, SAFEGUARDS_CHANGED),
    *(AGE_CHANGED, AGE_APPEAL_DECIDED, PERSON_ASKED, PERSON_ACCEPTED, INVITE_MATURED),
    *(EXPORT_READY, STANDING_DECIDED, SIGNED_OUT, REGION_SET),
)
