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
        "accounts.age.withdrawn",
        "What a source said about somebody's age counts no more; says whether the band moved.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.age.inputs_purged",
        "What old signals about an age were drawn from is gone; the band stays.",
        Audience.STAFF,
        Retention.YEAR,
    ),
    Action(
        "accounts.age.verification_begun",
        "Somebody was sent to the age verification provider.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.age_appeal.opened",
        "Somebody asked staff to look at a proof of their age.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.age_appeal.claimed",
        "A member of staff took an appeal about an age.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.age_appeal.decided",
        "An appeal about an age was decided; names the finding, never the document.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.age_appeal.withdrawn",
        "Somebody took an appeal about their age back.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.store.linked",
        "Somebody's app transaction of the store is known from now on.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.store.consent_rescinded",
        "The store says that a parent took their consent back; the account is frozen.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.store.consent_given",
        "The store's consent stands again; the freeze that it caused ends.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.terms.activated",
        "A version of a text is in force; names what stands still until people read it.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.terms.acknowledged",
        "Somebody read a version of a text, or their guardian did.",
        Audience.SUBJECT,
        Retention.SEVEN_YEARS,
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
