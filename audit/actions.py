"""What the audit itself records: that staff looked."""

from audit.registry import Action, Audience, Retention

LISTED = "audit.staff.listed"
SEARCHED = "audit.staff.searched"
OPENED = "audit.staff.opened"
VOLUME_ALERT = "audit.staff.volume_alert"

ACTIONS = (
    Action(LISTED, "Staff looked at a list.", Audience.STAFF, Retention.YEAR),
    Action(SEARCHED, "Staff searched or narrowed a list.", Audience.STAFF, Retention.YEAR),
    Action(
        "audit.tombstones.replayed",
        "What was erased since a copy of the database was made was erased again.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(OPENED, "Staff opened one row's page.", Audience.STAFF, Retention.YEAR),
    # For leads only: whoever is watched does not read that they are.
    Action(
        VOLUME_ALERT,
        "A member of staff looked up unusually much within an hour.",
        Audience.LEGAL,
        Retention.YEAR,
    ),
)
