"""What this room audits."""

from audit.registry import Action, Audience, Retention

ACTIONS = (
    Action(
        "moderation.review.opened",
        "Something waits for a person's decision.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.review.decided",
        "A person decided about something that was refused or held.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.review.lapsed",
        "Nobody decided in time; what was held was removed.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.hash.added",
        "A picture's hash was put into the bank.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.hash.removed",
        "A picture's hash was taken out of the bank.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.cooling_off.started",
        "Refusals were too many: for a time a person may not try further words.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "moderation.cooling_off.lifted",
        "A cooling-off was taken back.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "moderation.refusal.overturned",
        "A refusal that a person took back counts no more.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "moderation.probing.found",
        "Refused words of one person are near each other.",
        Audience.STAFF,
        Retention.YEAR,
    ),
    Action(
        "moderation.probing.closed",
        "A finding about near refusals was closed.",
        Audience.STAFF,
        Retention.YEAR,
    ),
)
