"""What a moderator may do: one list, given as a group."""

from django.contrib.auth.models import Group, Permission

from accounts.models import User

MODERATORS = "moderators"
PERMISSIONS = (
    ("moderation", "decide_review"),
    ("moderation", "manage_banks"),
    ("generation", "cancel_job"),
    ("generation", "requeue_job"),
    ("feed", "take_down_post"),
    ("moderation", "edit_terms"),
    ("cameos", "decide_enrolment"),
    ("parental", "end_link"),
    ("parental", "handle_case"),
    ("parental", "propose_alert"),
    ("parental", "confirm_alert"),
    ("accounts", "decide_age_appeal"),
    ("enforcement", "handle_case"),
    ("enforcement", "manage_reporters"),
)

POLICY_KEEPERS = "policy keepers"
POLICY_PERMISSIONS = (
    ("moderation", "load_policy"),
    ("moderation", "activate_policy"),
    ("accounts", "activate_terms"),
    ("enforcement", "appoint_flagger"),
)


def appoint_moderator(person: User) -> None:
    """Make somebody a member of staff with a moderator's rights. Safe to do again."""
    _give(person, MODERATORS, PERMISSIONS)


def appoint_policy_keeper(person: User) -> None:
    """Make somebody a member of staff who puts a policy or terms in force; no moderator may."""
    _give(person, POLICY_KEEPERS, POLICY_PERMISSIONS)


def _give(person: User, group_name: str, permissions: tuple[tuple[str, str], ...]) -> None:
    group, _ = Group.objects.get_or_create(name=group_name)
    wanted = [
        Permission.objects.get(content_type__app_label=room, codename=name)
        for room, name in permissions
    ]
    group.permissions.set(wanted)
    person.groups.add(group)
    if not person.is_staff:
        person.is_staff = True
        person.save(update_fields=["is_staff"])
