"""Examples of what is read before a face is recorded."""

from lib.api.openapi import example

PURPOSE = {
    "purpose": "enrolment",
    "meaning": "A recording of the person by themself becomes their cameo. On the way it is looked "
    "whether they seem to be an adult; who said so and does not has a teen's limits.",
    "basis": "the person's written release, of the version that their consent row names",
    "retention": "until the cameo is erased or recorded anew; then its key is destroyed",
    "who_may": "the likeness process, for the recording of a cameo that is being verified",
}
NOTICE = {
    "version": 1,
    "locale": "en",
    "text": "# Before you record your face\n\nYou are about to make a cameo: a likeness of …",
    "hash": "9f0c4d1e" * 8,
    "purposes": [PURPOSE],
    "scopes": [
        {"scope": "face", "required": True, "meaning": "Videos may show your face, …"},
        {"scope": "voice", "required": False, "meaning": "Videos may speak with your voice, …"},
    ],
}
RETENTION = {
    "notice_version": 1,
    "purposes": [PURPOSE],
    "kept": [
        {
            "what": "The file that was sent, as it was sent",
            "until": "until it was looked at, or the challenge ran out; an hour at most",
            "days": 0,
            "how_it_goes": "the file is deleted, and it is in no backup",
        }
    ],
}

NOTICE_EXAMPLES = [example("notice", NOTICE, status=200)]
RETENTION_EXAMPLES = [example("schedule", RETENTION, status=200)]
