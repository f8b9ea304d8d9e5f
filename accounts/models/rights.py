"""What a member of staff may see of people and decide about them; roles are given in config/."""

from enum import StrEnum

from accounts.models.held_decisions import HeldVerb


class Right(StrEnum):
    """Permissions of Django, by their full names. Whoever is on the staff finds people and sees
    who they are, what limits them and how many relations they have; all else needs a right."""

    SEE_AGE = "accounts.see_age"
    SEE_SESSIONS = "accounts.see_sessions"
    SEE_INVITES = "accounts.see_invites"
    SEE_FAMILY = "accounts.see_family"
    SEE_DECISIONS = "accounts.see_decisions"
    SEE_TIMELINE = "audit.view_auditevent"
    SEE_LOOKS = "accounts.see_looks"
    CHANGE_STANDING = "accounts.change_standing"
    END_SESSIONS = "accounts.end_sessions"
    FIND_AGE = "accounts.find_age"
    CHANGE_INVITING = "accounts.change_inviting"
    PROTECT = "accounts.protect_person"
    SET_REGION = "accounts.set_region"
    TAKE_NAMES = "accounts.take_names"


MEANINGS: dict[Right, str] = {
    Right.SEE_AGE: "Can see what was said of somebody's age",
    Right.SEE_SESSIONS: "Can see where somebody is signed in",
    Right.SEE_INVITES: "Can see who brought whom",
    Right.SEE_FAMILY: "Can see who watches over whom",
    Right.SEE_DECISIONS: "Can see decisions that wait for a second approver",
    Right.SEE_LOOKS: "Can see what staff looked up",
    Right.CHANGE_STANDING: "Can limit, suspend, ban and reinstate people",
    Right.END_SESSIONS: "Can end somebody's sessions",
    Right.FIND_AGE: "Can record findings about somebody's age",
    Right.CHANGE_INVITING: "Can end and allow somebody's inviting",
    Right.PROTECT: "Can protect accounts, and ask for the end of it",
    Right.SET_REGION: "Can say where the law is made that holds for somebody",
    Right.TAKE_NAMES: "Can say that a profile passes for somebody, and decide about held names",
}
RIGHTS = tuple((right.partition(".")[2], meaning) for right, meaning in MEANINGS.items())

# Who may ask for a held decision, approve it or drop it: whoever might decide so alone.
OF_VERB: dict[HeldVerb, Right] = {
    HeldVerb.STANDING: Right.CHANGE_STANDING,
    HeldVerb.SIGN_OUT: Right.END_SESSIONS,
    HeldVerb.UNPROTECT: Right.PROTECT,
    HeldVerb.INVITING: Right.CHANGE_INVITING,
    HeldVerb.AGE: Right.FIND_AGE,
    HeldVerb.REGION: Right.SET_REGION,
    HeldVerb.NAMES: Right.TAKE_NAMES,
}
