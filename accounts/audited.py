"""The audit actions of this room."""

from audit.registry import Action, Audience, Retention

ACTIONS = (
    Action(
        "accounts.person.registered",
        "Somebody signed up and has not confirmed the e-mail address yet.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.person.joined",
        "Somebody confirmed the e-mail address and is a member from now on.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.person.forgotten",
        "A sign-up that was never confirmed was removed.",
        Audience.STAFF,
        Retention.YEAR,
    ),
    Action(
        "accounts.person.deleted",
        "Somebody deleted their account; what was personal in it is gone.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.profile.updated",
        "Somebody changed their profile; the fact names the fields, not the words.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.profile.shown",
        "What somebody wrote about themself was judged and is shown to others.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.profile.refused",
        "What somebody wrote about themself is against the policy, or could not be judged.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.age.signalled",
        "A signal about somebody's age came in; says whether the effective band moved.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.safeguards.chosen",
        "Somebody tightened their own limits, or took that back; the fact names the limits.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.place.changed",
        "Somebody's time zone or region changed; the fact says which of them, not the place.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.standing.changed",
        "Somebody's standing changed.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.sessions.ended",
        "One or all sessions of somebody were ended.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action("accounts.follow.made", "Somebody began to follow.", Audience.SUBJECT, Retention.YEAR),
    Action(
        "accounts.follow.ended",
        "A follow ended: by the follower, a block, a teen or a signal about age.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action("accounts.block.made", "Somebody blocked.", Audience.SUBJECT, Retention.SEVEN_YEARS),
    Action("accounts.block.lifted", "Somebody unblocked.", Audience.SUBJECT, Retention.YEAR),
)
