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
    Action(
        "accounts.apple.connected",
        "Somebody signs in with Apple from now on.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.apple.revoked",
        "Apple revoked what it had given us for an account that was deleted.",
        Audience.STAFF,
        Retention.YEAR,
    ),
    Action(
        "accounts.apple.not_revoked",
        "Apple did not revoke it; `why` is its code, or that it was silent for thirty days.",
        Audience.STAFF,
        Retention.YEAR,
    ),
    Action(
        "accounts.factor.changed",
        "Somebody added or removed a second factor or a passkey.",
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
    Action(
        "accounts.follow.asked",
        "Somebody asked to follow a private account.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.follow.declined",
        "Somebody did not let somebody follow, who is not told.",
        Audience.STAFF,
        Retention.YEAR,
    ),
    Action(
        "accounts.mute.made",
        "Somebody muted somebody, who is not told.",
        Audience.STAFF,
        Retention.YEAR,
    ),
    Action("accounts.mute.lifted", "Somebody unmuted.", Audience.STAFF, Retention.YEAR),
    Action("accounts.invite.made", "Somebody made a code.", Audience.SUBJECT, Retention.YEAR),
    Action(
        "accounts.invite.disabled",
        "Somebody took a code back.",
        Audience.SUBJECT,
        Retention.YEAR,
    ),
    Action(
        "accounts.inviting.ended",
        "Staff ended somebody's inviting; `through` is whose tree it was.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.inviting.allowed",
        "Staff allowed somebody to invite again.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action(
        "accounts.referral.matured",
        "Somebody who was invited has stood well long enough; the target is who brought them.",
        Audience.STAFF,
        Retention.SEVEN_YEARS,
    ),
    Action("accounts.block.made", "Somebody blocked.", Audience.SUBJECT, Retention.SEVEN_YEARS),
    Action("accounts.block.lifted", "Somebody unblocked.", Audience.SUBJECT, Retention.YEAR),
)
