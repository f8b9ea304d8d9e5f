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
        "moderation.policy.loaded",
        "A version of the policy was loaded; it is in force for nobody yet.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.policy.activated",
        "A person put a version of the policy in force; says how much became tighter or looser.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.bank.made",
        "A hash bank was made.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.bank.changed",
        "A hash bank's action, share, trust or use was changed.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.bank.removed",
        "An empty hash bank was removed.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.bank.imported",
        "Entries were read into a hash bank from a file.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.bank.exported",
        "A hash bank's entries were written to a file.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.hash.confirmed",
        "Another person agreed to a bank entry.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.hash.activated",
        "A bank entry was put into effect.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.hash.rested",
        "A bank entry was put back to counting only.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.hash.paused",
        "A bank entry was put out of use until a day, or back.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.hash.disabled",
        "A bank entry met too many people and put itself out of action.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.exchange.changed",
        "A feed of hashes was set up, changed or switched.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.exchange.fetched",
        "An exchange's changes were taken over.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.opinion.given",
        "A person's finding about an exchange's entry was queued for the exchange.",
        Audience.LEGAL,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "moderation.opinion.sent",
        "An exchange was told what a person found of its entry.",
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
