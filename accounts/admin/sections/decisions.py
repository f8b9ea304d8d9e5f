from django.urls import reverse

from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Link, Shown, Table, more_than, when
from accounts.models import HeldDecision, Right, User

MOST = 20


def read(person: User, viewer: User) -> Shown:
    """What staff decided about a protected account and a second has or has not approved."""
    rows = HeldDecision.objects.filter(person=person).order_by("-asked_at")
    shown, number = list(rows[:MOST]), rows.count()
    return Shown(
        tables=(
            Table(
                "Decisions, newest first",
                ("asked", "decision", "what", "to", "reason", "state", "decided"),
                tuple(_row(one) for one in shown),
                more=more_than(len(shown), number),
            ),
        )
    )


def _row(one: HeldDecision) -> tuple[object, ...]:
    page = reverse("admin:accounts_held_approval", args=[one.public_id])
    return (
        when(one.asked_at), Link(one.public_id, page), one.get_verb_display(),
        one.to.replace("_", " ") or "-", one.reason.replace("_", " "), one.state,
        when(one.decided_at),
    )  # fmt: skip


SECTION = Section("decisions", "Second approvals", 80, read, Right.SEE_DECISIONS)
