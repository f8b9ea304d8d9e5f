"""The words at the top of the OpenAPI document."""

DESCRIPTION = """\
The API of Zoetrope's own apps.

**Who you are.** `Authorization: Bearer <JWT>`. Signing up, signing in and refreshing stand under
`/_allauth/app/v1`, described in `docs/signing-in.md`. Suspension, signing out and deletion hold
from the next request on.

**Bodies** are JSON (UTF-8). Unknown fields, wrong JSON types and double names are refused. Times
are RFC 3339 in UTC, durations are seconds, sizes are pixels and bytes.

**Ids** are opaque: a prefix that names the noun, and 26 characters.

**Errors** have one shape: `type`, `errors` (each with `code`, `detail`, `attr`) and `request_id`.
The codes are the enum `ErrorCodeEnum`; what is missing and what is not for your eyes are both 404.
429 and 503 carry `Retry-After`.

**Lists** answer `results` and `next`; pass `next` as `cursor`. A cursor is yours alone and lasts
a day.

**Idempotency-Key** is required where something is made or paid: the same key and request give the
same answer for 24 hours (`Idempotent-Replayed: true`), another request gives 409.

**The end.** Once an end of the service is announced, every answer carries its day in the header
`Sunset` (RFC 8594), and whatever would make something new gives 403 `sunset`. Reading, deleting,
taking back a likeness and what protects people go on.
"""

TAGS = [
    {"name": "me", "description": "The person who asks: profile, limits, sessions, events."},
    {"name": "store", "description": "What the app store tells us, signed."},
    {"name": "people", "description": "Others: profiles, follow, mute, block, invites."},
    {"name": "family", "description": "Teens and their guardians: links, controls, history."},
    {"name": "cameos", "description": "One's own likeness: the notice, enrolment, its result."},
    {"name": "generations", "description": "Asking for a video and watching it being made."},
    {"name": "drafts", "description": "Finished videos that only their maker sees."},
    {"name": "feed", "description": "What was published: the public feed, profiles, likes."},
    {"name": "reports", "description": "Saying that something should not be here."},
    {"name": "decisions", "description": "What was decided about you, why, and what followed."},
    {"name": "appeals", "description": "Against what was decided, by both sides."},
    {"name": "transparency", "description": "What anybody may know: numbers, no people."},
]

OPENAI_DESCRIPTION = """\
For an unmodified OpenAI SDK: `base_url` is this host's `/v1`, `api_key` an access token of
`/_allauth/app/v1` (keys of their own do not exist yet).

Errors have that SDK's shape, `{"error": {"message", "type", "param", "code"}}`, with the status
that makes it raise its own exceptions. 429 and 503 carry `Retry-After`, which it obeys.
"""

OPENAI_TAGS = [{"name": "moderations", "description": "Judging a text of your own."}]
