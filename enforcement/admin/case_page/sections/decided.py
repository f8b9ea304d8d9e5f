from django.urls import reverse

from accounts.admin.sections.shown import Cell, Link, Shown, Table, when
from accounts.models import User
from enforcement.actions.registry import action_of
from enforcement.admin.deciding.shown import NOW
from enforcement.admin.wording import actor_said
from enforcement.models import ActionState, Case, Decision, ProposalState
from enforcement.states import Outcome


def read(case: Case, viewer: User) -> Shown:
    """Those of this case, and what waits for a second person."""
    rows = case.decisions.order_by("-at").prefetch_related("actions")
    waiting = case.proposals.filter(state=ProposalState.WAITING).order_by("asked_at")
    return Shown(
        tables=(
            Table(
                "Decisions of this case, newest first",
                ("decision", "found", "did", "by", "when"),
                tuple(_row(one) for one in rows),
            ),
            Table(
                "Waiting for a second member of staff",
                ("proposal", "asked"),
                tuple(
                    (Link(one.public_id, reverse("admin:enforcement_proposal_change",
                                                 args=[one.pk])), when(one.asked_at))
                    for one in waiting
                ),
            ),
        )
    )  # fmt: skip


def _row(one: Decision) -> tuple[Cell, ...]:
    did = [
        f"{action_of(row.name).title} ({NOW[ActionState(row.state)]})"
        for row in sorted(one.actions.all(), key=lambda row: row.position)
    ]
    both = filter(None, (one.decided_by, one.approved_by))
    by = " and ".join(map(actor_said, both))
    href = reverse("admin:enforcement_decision_change", args=[one.pk])
    return (
        Link(one.public_id, href), Outcome(one.outcome).label, "; ".join(did) or "-", by,
        when(one.at),
    )  # fmt: skip
