"""What this room audits."""

from audit.registry import Action, Audience, Retention

# People may read these about themselves. Consent is kept for the longest limitation period.
ABOUT_PEOPLE = {
    "cameo.erasure_requested": "A likeness is to be erased; nothing may use it any more.",
    "cameo.erased": "A likeness was erased: its key, its templates and its clips are gone.",
    "permission.changed": "An owner changed who may use a likeness without approval, and how.",
    "permission.decayed": "A likeness was open to everyone for ninety days; it is for mutuals now.",
    "restrictions.confirmed": "An owner confirmed what a likeness is kept out of.",
    "preferences.saved": "An owner saved how a likeness is dressed.",
    "preferences.paused": "How a likeness is dressed made a request fail; it is left out.",
    "use.paused": "An owner suspended all uses of a likeness.",
    "use.resumed": "An owner let a likeness be used again.",
    "grant.made": "Somebody was granted the use of a likeness.",
    "grant.ended": "A grant ended: used, taken back, replaced, run out, blocked or left.",
    "capability.issued": "One video of one person was allowed to use a likeness.",
    "consent.withdrawn": "All consents to use a likeness that were given so far ended.",
    "request.made": "Somebody asked for a likeness.",
}
# Of these whoever asked must learn nothing: not that they were denied, and not why.
FOR_STAFF = {
    "request.answered": "An owner answered somebody who asked for a likeness.",
    "use.asked": "Somebody asked whether they may use a likeness for a prompt.",
}

ACTIONS = tuple(
    Action(f"cameos.{name}", meaning, Audience.SUBJECT, Retention.SEVEN_YEARS)
    for name, meaning in ABOUT_PEOPLE.items()
) + tuple(
    Action(f"cameos.{name}", meaning, Audience.STAFF, Retention.YEAR)
    for name, meaning in FOR_STAFF.items()
)
