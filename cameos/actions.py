"""What this room audits."""

from audit.registry import Action, Audience, Retention

# People may read these about themselves. Consent is kept for the longest limitation period.
ABOUT_PEOPLE = {
    "recording.confirmed": "A recording was accepted as its owner's own; older ones were erased.",
    "cameo.erasure_requested": "A likeness is to be erased; nothing may use it any more.",
    "cameo.needs_reverify": "A likeness must be recorded anew before anybody uses it again.",
    "enrolment.released": "Somebody released the use of their face, before any recording.",
    "enrolment.submitted": "A recording was sent in for its challenge.",
    "enrolment.accepted": "A recording was found to be its owner's own.",
    "enrolment.refused": "A recording was refused.",
    "enrolment.cancelled": "Somebody gave up an enrolment.",
    "enrolment.expired": "A challenge ran out before a recording came.",
    "cameo.erased": "A likeness was erased: its keys, its templates and its clips are gone.",
    "permission.changed": "An owner changed who may use a likeness without approval, and how.",
    "permission.decayed": "A likeness was open to everyone for ninety days; it is for mutuals now.",
    "restrictions.confirmed": "An owner confirmed what a likeness is kept out of.",
    "preferences.saved": "An owner saved how a likeness is dressed.",
    "preferences.paused": "How a likeness is dressed made a request fail; it is left out.",
    "use.held": "A decision suspended all uses of a likeness.",
    "use.lifted": "What a decision suspended is its owner's to permit again, unless another does.",
    "use.paused": "An owner suspended all uses of a likeness.",
    "use.resumed": "An owner let a likeness be used again.",
    "grant.made": "Somebody was granted the use of a likeness.",
    "grant.ended": "A grant ended: used, taken back, replaced, run out, blocked or left.",
    "grant.returned": "A grant for one video is live again: nothing was made of it.",
    "capability.issued": "One video of one person was allowed to use a likeness.",
    "processor.agreed": "An owner agreed that a likeness goes to a processor.",
    "processor.withdrawn": "An owner took back that a likeness goes to a processor.",
    "consent.withdrawn": "All consents to use a likeness that were given so far ended.",
    "request.made": "Somebody asked for a likeness.",
    "character.begun": "Somebody named a character and got a place for its clip.",
    "character.submitted": "The clip of a character was sent in.",
    "character.accepted": "A character was sealed and may be used.",
    "character.refused": "The clip of a character was refused and erased.",
    "character.removed": "A character was removed by its owner.",
    "reference.begun": "Somebody got a place for a picture to make a video of.",
    "reference.submitted": "A picture to make a video of was sent in.",
    "reference.accepted": "A picture was kept for its time, to make videos of.",
    "reference.refused": "A picture to make a video of was refused.",
    "reference.removed": "A picture was removed by its owner.",
    "reference.attested": "Somebody stated their rights to a picture of other people.",
}
# Of a search among all there is no single person whom it is about; of a hold nobody may read, and
# what was sealed or destroyed when would tell a hold from a refusal.
ABOUT_THE_HOUSE = {
    "recording.kept": "Templates and clips of a recording were sealed into the vault.",
    "recording.remeasured": "A kept recording was measured by a new model.",
    "templates.forgotten": "Templates of models that are no longer used were erased.",
    "enrolment.reopened": "A cameo is like another by today's threshold, and waits for a person.",
    "recording.erased": "The key, the templates and the clips of a recording were destroyed.",
    "enrolment.held": "A recording waits for a person, which its owner is not told.",
    "enrolment.decided": "A named person decided about a recording that was held.",
    "character.approved": "A named person found a character fine.",
    "reference.approved": "A named person found a picture fine.",
    "intake.evidence_kept": "Child abuse was found in a file; it is kept, for nobody to see.",
    "intake.evidence_removed": "What was kept of such a file was deleted after its time.",
    "attestations.turned_on": "Staff let people state rights to pictures of other people.",
    "attestations.turned_off": "Nothing attested is usable from here on.",
    "blocked_gallery.turned_on": "Staff let people be added to the gallery of blocked people.",
    "blocked_gallery.turned_off": "Nobody is added from here on; whoever stands in it stays.",
    "blocked.proposed": "Staff recorded the release of somebody who asked never to be shown.",
    "blocked.confirmed": "Another member of staff confirmed that release.",
    "blocked.declined": "Another member of staff did not.",
    "blocked.measured": "A face was measured; films and enrolments with it are stopped.",
    "blocked.failed": "The pictures of somebody could not be used; they were erased.",
    "blocked.withdrawn": "The release of somebody who asked never to be shown was taken back.",
    "blocked.ended": "The time of such a release was over, or nobody confirmed it.",
    "blocked.erased": "Key, template and pictures of somebody blocked are gone.",
    "biometric.used": "Faces were compared, or a clip was opened, for a declared purpose.",
}

# Of these whoever asked must learn nothing: not that they were denied, and not why.
FOR_STAFF = {
    "request.answered": "An owner answered somebody who asked for a likeness.",
    "use.asked": "Somebody asked whether they may use a likeness for a prompt.",
}

ACTIONS = (
    *(
        Action(f"cameos.{name}", meaning, Audience.SUBJECT, Retention.SEVEN_YEARS)
        for name, meaning in ABOUT_PEOPLE.items()
    ),
    *(
        Action(f"cameos.{name}", meaning, Audience.STAFF, Retention.SEVEN_YEARS)
        for name, meaning in ABOUT_THE_HOUSE.items()
    ),
    *(
        Action(f"cameos.{name}", meaning, Audience.STAFF, Retention.YEAR)
        for name, meaning in FOR_STAFF.items()
    ),
)
