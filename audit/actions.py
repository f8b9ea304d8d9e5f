"""What the audit itself records: that staff looked."""

from audit.registry import Action, Audience, Retention

LISTED = "audit.staff.listed"
SEARCHED = "audit.staff.searched"
OPENED = "audit.staff.opened"
VOLUME_ALERT = "audit.staff.volume_alert"
EXPORTED = "audit.trail.exported"
SEE_LOOKS = "accounts.see_looks"  # a lead's right: colleagues do not watch each other

ACTIONS = (
    Action(LISTED, "Staff looked at a list.", Audience.STAFF, Retention.YEAR, needs=SEE_LOOKS),
    Action(
        SEARCHED,
        "Staff searched or narrowed a list.",
        Audience.STAFF,
        Retention.YEAR,
        needs=SEE_LOOKS,
    ),
    Action(
        "audit.tombstones.replayed",
        "What was erased since a copy of the database was made was erased again.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(
        EXPORTED,
        "Staff took rows of the audit out as a file; says how many.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(OPENED, "Staff opened one row's page.", Audience.STAFF, Retention.YEAR, needs=SEE_LOOKS),
    # For leads only: whoever is watched does not read that they are.
    Action(
        VOLUME_ALERT,
        "A member of staff looked up unusually much within an hour.",
        Audience.LEGAL,
        Retention.YEAR,
    ),
)
