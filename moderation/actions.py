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
        "moderation.term_bank.created",
        "A bank of terms was made.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.term_bank.changed",
        "A bank of terms was switched on or off, or what its findings count was changed.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.terms.added",
        "Terms were put into a bank.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.term.removed",
        "A term was taken out of a bank.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.term.switched",
        "A term was switched off until some day, or on again.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.terms.exported",
        "The terms of a bank were read out as a file.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
)
