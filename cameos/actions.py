"""What this room audits."""

from audit.registry import Action, Audience, Retention

# People may read these about themselves. Consent is kept for the longest limitation period.
ABOUT_PEOPLE = {
    "recording.confirmed": "A recording was accepted as its owner's own; older ones were erased.",
    "cameo.erasure_requested": "A likeness is to be erased; nothing may use it any more.",
    "enrolment.released": "Somebody released the use of their face, before any recording.",
    "enrolment.submitted": "A recording was sent in for its challenge.",
    "enrolment.accepted": "A recording was found to be its owner's own.",
    "enrolment.refused": "A recording was refused.",
    "enrolment.cancelled": "Somebody gave up an enrolment.",
    "enrolment.expired": "A challenge ran out before a recording came.",
    "cameo.erased": "A likeness was erased: its keys, its templates and its clips are gone.",
}
# Of a search among all there is no single person whom it is about; of a hold nobody may read, and
# what was sealed or destroyed when would tell a hold from a refusal.
ABOUT_THE_HOUSE = {
    "recording.kept": "Templates and clips of a recording were sealed into the vault.",
    "recording.erased": "The key, the templates and the clips of a recording were destroyed.",
    "enrolment.held": "A recording waits for a person, which its owner is not told.",
    "enrolment.decided": "A named person decided about a recording that was held.",
    "biometric.used": "Faces were compared, or a clip was opened, for a declared purpose.",
}

ACTIONS = (
    *(
        Action(f"cameos.{name}", meaning, Audience.SUBJECT, Retention.SEVEN_YEARS)
        for name, meaning in ABOUT_PEOPLE.items()
    ),
    *(
        Action(f"cameos.{name}", meaning, Audience.STAFF, Retention.SEVEN_YEARS)
        for name, meaning in ABOUT_THE_HOUSE.items()
    ),
)
