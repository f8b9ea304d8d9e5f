"""What each role of staff may do: one list for each, given as a group (docs/people-desk.md)."""

from django.contrib.auth.models import Group, Permission

from accounts.models import Right, User

SUPPORT = "support"
SUPPORT_PERMISSIONS = (Right.SEE_SESSIONS, Right.END_SESSIONS)

MODERATORS = "moderators"
PERMISSIONS = (
    *SUPPORT_PERMISSIONS,
    "moderation.decide_review",
    "moderation.manage_banks",
    "generation.cancel_job",
    "generation.requeue_job",
    "feed.reinstate_post",
    "moderation.edit_terms",
    "cameos.decide_enrolment",
    "parental.end_link",
    "parental.handle_case",
    "parental.propose_alert",
    "parental.confirm_alert",
    "accounts.decide_age_appeal",
    Right.SEE_AGE,
    Right.SEE_INVITES,
    Right.SEE_FAMILY,
    Right.SEE_DECISIONS,
    Right.SEE_TIMELINE,
    Right.CHANGE_STANDING,
    Right.FIND_AGE,
    Right.CHANGE_INVITING,
    Right.PROTECT,
    Right.TAKE_NAMES,
    "enforcement.handle_case",
    "enforcement.handle_urgent",
    "enforcement.handle_intimate",
    "enforcement.handle_likeness",
    "enforcement.handle_ages",
    "enforcement.handle_impersonation",
    "enforcement.sanction_person",
    "enforcement.decide_without_case",
    "enforcement.manage_reporters",
)

# What a role does alone also about a protected account (A17), each with why it does not wait; the
# rights of accounts.models.rights.OF_VERB do, and a test knows no third kind.
AT_ONCE: dict[str, str] = {
    "feed.reinstate_post": "It shows what was shown before, or what only lacks an answer, never "
    "what a decision removed.",
    "moderation.decide_review": "Nothing is shown, or goes on, before this; what it says of one "
    "thing is undone.",
    "moderation.manage_banks": "About files, whoever has them; children are protected by it.",
    "moderation.edit_terms": "About words, whoever writes them.",
    "generation.cancel_job": "One video, which is asked for again and was paid back.",
    "generation.requeue_job": "It is made after all.",
    "cameos.decide_enrolment": "A face that waits is in nobody's use; it may be recorded anew.",
    "parental.end_link": "A child who is not safe does not wait.",
    "parental.handle_case": "A child who is not safe does not wait.",
    "parental.propose_alert": "It takes two of staff for everybody.",
    "parental.confirm_alert": "It takes two of staff for everybody.",
    "accounts.decide_age_appeal": "They asked, and it has a deadline; documents alone move an age.",
    "enforcement.handle_case": "It looks: what follows from a case has a right of its own.",
    "enforcement.handle_urgent": "It looks, as `handle_case` does.",
    "enforcement.handle_intimate": "It looks, as `handle_case` does.",
    "enforcement.handle_likeness": "It looks, as `handle_case` does.",
    "enforcement.handle_ages": "It looks, as `handle_case` does.",
    "enforcement.sanction_person": "Whatever it does about a protected account takes two.",
    "enforcement.decide_without_case": "Whatever it does about a protected account takes two.",
    "enforcement.handle_impersonation": "It looks: taking names has a right of its own, and waits.",
    "enforcement.decide_in_bulk": "It decides nothing about a protected account.",
    "enforcement.lead_queue": "It looks: who works on what.",
    "enforcement.manage_reporters": "What somebody reports has no effect for days, which they are "
    "told and which ends by itself; never about a child.",
    "enforcement.see_measures": "It looks: numbers, and none about few people.",
    "enforcement.export_statements": "It names nobody, and changes nothing.",
}

LEADS = "leads"
LEAD_PERMISSIONS = (
    *PERMISSIONS,
    Right.SEE_LOOKS,
    Right.SET_REGION,
    "enforcement.see_measures",
    "enforcement.export_statements",
    "enforcement.lead_queue",
    "enforcement.decide_in_bulk",
)

POLICY_KEEPERS = "policy keepers"
POLICY_PERMISSIONS = (
    "moderation.load_policy",
    "moderation.activate_policy",
    "accounts.activate_terms",
    "enforcement.appoint_flagger",
    "enforcement.edit_reply_templates",
)


CHILD_SAFETY = "child safety"
CHILD_SAFETY_PERMISSIONS = ("enforcement.handle_child_safety", "enforcement.sanction_person")

# Numbers of how the desk does; no case, and of a person what all of staff see.
ANALYSTS = "analysts"
ANALYST_PERMISSIONS = ("enforcement.see_measures",)

# People of another company: cases of the general queue; nothing intimate, nobody's face, age or
# life; no reports, no reporters, nothing that weighs on a person, nothing decided elsewhere.
VENDORS = "external vendors"
VENDOR_PERMISSIONS = ("enforcement.handle_case",)

ROLES: dict[str, tuple[str, ...]] = {
    SUPPORT: SUPPORT_PERMISSIONS,
    MODERATORS: PERMISSIONS,
    LEADS: LEAD_PERMISSIONS,
    POLICY_KEEPERS: POLICY_PERMISSIONS,
    CHILD_SAFETY: CHILD_SAFETY_PERMISSIONS,
    ANALYSTS: ANALYST_PERMISSIONS,
    VENDORS: VENDOR_PERMISSIONS,
}


def bring_up_to_date() -> None:
    """Every role has the rights that this version gives it, and no other. Safe to do again."""
    for name in ROLES:
        _group(name)


def appoint_child_safety(person: User) -> None:
    """Make somebody a member of staff who handles cases of child safety, and no others."""
    _give(person, CHILD_SAFETY)


def appoint_analyst(person: User) -> None:
    """Let somebody read how the desk does, in numbers, and nothing else."""
    _give(person, ANALYSTS)


def appoint_vendor(person: User) -> None:
    """Let somebody of another company handle cases of the general queue, and nothing else."""
    _give(person, VENDORS)


def appoint_support(person: User) -> None:
    """Make somebody a member of staff who helps people with their accounts. Safe to do again."""
    _give(person, SUPPORT)


def appoint_moderator(person: User) -> None:
    """Make somebody a member of staff with a moderator's rights. Safe to do again."""
    _give(person, MODERATORS)


def appoint_lead(person: User) -> None:
    """A moderator who also sees what staff looked up, and says where people's law is made."""
    _give(person, LEADS)


def appoint_policy_keeper(person: User) -> None:
    """Make somebody a member of staff who puts a policy or terms in force; no moderator may."""
    _give(person, POLICY_KEEPERS)


def _give(person: User, role: str) -> None:
    person.groups.add(_group(role))
    if not person.is_staff:
        person.is_staff = True
        person.save(update_fields=["is_staff"])


def _group(role: str) -> Group:
    group, _ = Group.objects.get_or_create(name=role)
    wanted = []
    for full_name in ROLES[role]:
        room, _dot, name = full_name.partition(".")
        wanted.append(Permission.objects.get(content_type__app_label=room, codename=name))
    group.permissions.set(wanted)
    return group
