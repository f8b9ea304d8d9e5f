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
        "moderation.shadow.started",
        "A policy judges along, without any effect.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.shadow.stopped",
        "The policy that judged along no longer does.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
)
