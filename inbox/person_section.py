"""Which phones somebody is pushed to and what became of it, on their page at the people desk."""

from allauth.usersessions.models import UserSession

from accounts.admin.sections.registry import Section, add_section
from accounts.admin.sections.shown import Shown, Table, more_than, when
from accounts.models import Right, User
from accounts.services.sessions import DEVICE_NAME
from inbox.models import Push, PushDevice
from inbox.push.credentials import push_lacks

MOST = 15


def read(person: User, viewer: User) -> Shown:
    """States and reasons alone. Neither tokens nor what was told: not even its category, for that
    a teen was told something of safety is for whoever handles it."""
    phones = list(PushDevice.objects.filter(person_id=person.pk).order_by("-registered_at"))
    named = _names(person, phones)
    rows = Push.objects.filter(person_id=person.pk).order_by("-created_at", "-pk")
    shown, number = list(rows[:MOST]), rows.count()
    return Shown(
        facts=(("Pushing", push_lacks() or "is set up"), ("Phones", len(phones))),
        tables=(
            Table(
                "Phones, newest first",
                ("phone", "registered"),
                tuple((named.get(one.session_key, "-"), when(one.registered_at)) for one in phones),
            ),
            Table(
                "Pushes, newest first",
                ("owed", "state", "why", "attempts", "next try", "ended"),
                tuple(_row(one) for one in shown),
                more=more_than(len(shown), number),
            ),
        ),
    )


def _names(person: User, phones: list[PushDevice]) -> dict[str, str]:
    keys = [one.session_key for one in phones]
    sessions = UserSession.objects.filter(user=person, session_key__in=keys)
    return {one.session_key: one.data.get(DEVICE_NAME) or one.user_agent or "-" for one in sessions}


def _row(one: Push) -> tuple[object, ...]:
    waits = one.ended_at is None
    return (
        when(one.created_at), one.get_outcome_display(), one.why.replace("_", " ") or "-",
        one.attempts, when(one.next_try_at if waits else None), when(one.ended_at),
    )  # fmt: skip


def add_to_people() -> None:
    """Called once, where this room's admin is loaded."""
    add_section(Section("pushes", "Phones and pushes", 35, read, Right.SEE_SESSIONS))
