"""What this room audits. Nothing here says that a teen is afraid but rows for staff."""

from accounts.models import Right
from audit.registry import Action, Audience, Retention

ABOUT_PEOPLE = {
    "code.made": "A teen asked for a code to show to a guardian.",
    "link.asked": "Somebody entered a teen's code.",
    "link.accepted": "A teen accepted a guardian.",
    "link.declined": "A teen declined a guardian, or did not answer in time.",
    "link.ended": "A link between a teen and a guardian ended.",
    "change.made": "One side of a link decided or wished that a control changes.",
    "control.changed": "A guardian's control changed.",
    "release.given": "One side of a link said yes to something about a teen's likeness.",
    "release.withdrawn": "One side of a link took such a yes back.",
    "policy.agreed": "A guardian agreed to a version of the terms for their teen.",
}
FOR_FAMILY = {
    "link.odd": "Something about a new link is odd; staff look at it.",
}
FOR_ALERTS = {
    "alert.proposed": "A member of staff proposed to alert a teen's guardians.",
    "alert.decided": "Another member of staff confirmed or declined that.",
    "alert.excepted": "A guardian is told of no alerts about a teen.",
}
# Beside no signal in the same second, a row says that the teen fled.
FOR_SUBJECT_AND_DESK = {
    "age.said": "A guardian said how old a teen is.",
}
# Beside the end of a link in the same second, a row says that the teen fled.
FOR_THE_DESK = {
    "case.opened": "A teen left a link as unknown or unsafe.",
    "case.taken": "A member of staff took a safety case.",
    "case.given_back": "A member of staff gave a safety case back.",
    "case.closed": "A member of staff closed a safety case.",
}
HANDLE_CASE = "parental.handle_case"
PROPOSE_ALERT = "parental.propose_alert"

# Which actions, who else reads them, and the right of staff who do.
READ_BY = (
    (ABOUT_PEOPLE, Audience.SUBJECT, Right.SEE_FAMILY.value),
    (FOR_FAMILY, Audience.STAFF, Right.SEE_FAMILY.value),
    (FOR_ALERTS, Audience.STAFF, PROPOSE_ALERT),
    (FOR_SUBJECT_AND_DESK, Audience.SUBJECT, HANDLE_CASE),
    (FOR_THE_DESK, Audience.STAFF, HANDLE_CASE),
)
ACTIONS = tuple(
    Action(f"parental.{name}", meaning, audience, Retention.SEVEN_YEARS, needs=right)
    for named, audience, right in READ_BY
    for name, meaning in named.items()
)
