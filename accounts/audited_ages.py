"""The audit actions about how old and where somebody is, and what follows from both."""

from audit.registry import Action, Audience, Retention

ACTIONS = (
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
        "accounts.age.withdrawn",
        "What a source said about somebody's age counts no more; says whether the band moved.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.age.corrected",
        "Two of staff corrected a document that was recorded of somebody; says what was named "
        "instead, why, and whether the band moved.",
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
        "accounts.place.changed",
        "Somebody's time zone or region changed; the fact says which of them, not the place.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.region.set",
        "Staff said where the law is made that holds for somebody; says whether it loosened.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
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
        "accounts.age_appeal.given_back",
        "A member of staff gave an appeal about an age back to the queue.",
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
)
