from django.urls import reverse

from accounts.admin.held_words import what, why
from accounts.admin.sections.registry import Section
from accounts.admin.sections.shown import Link, Shown, Table, more_than, when
from accounts.models import OF_VERB, HeldDecision, HeldVerb, Right, User

MOST = 20


def read(person: User, viewer: User) -> Shown:
    """What staff decided about a protected account and a second has or has not approved."""
    rows = HeldDecision.objects.filter(person=person).order_by("-asked_at")
    shown, number = list(rows[:MOST]), rows.count()
    return Shown(
        tables=(
            Table(
                "Decisions, newest first",
                ("asked", "decision", "what", "to what", "reason", "state", "decided"),
                tuple(_row(one, viewer) for one in shown),
                more=more_than(len(shown), number),
            ),
        )
    )


def _row(one: HeldDecision, viewer: User) -> tuple[object, ...]:
    page = reverse("admin:accounts_held_approval", args=[one.public_id])
    decides = viewer.has_perm(OF_VERB[HeldVerb(one.verb)])
    named = Link(one.public_id, page) if decides else one.public_id
    return (
        when(one.asked_at), named, one.get_verb_display(),
        what(one) or "-", why(one) or "-", one.state, when(one.decided_at),
    )  # fmt: skip


SECTION = Section("decisions", "Second approvals", 80, read, Right.SEE_DECISIONS)
