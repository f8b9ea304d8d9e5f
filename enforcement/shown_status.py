"""How an account stands, for its person (E24): what holds against them and their things, day by
day. Nothing of who reported or decided, how many did, or at what hour."""

from dataclasses import dataclass

from accounts.models import User
from enforcement.models import ActionState, Decision, DecisionAction
from enforcement.shown_decisions import Account, account_of, decisions_for

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Status:
    """`actions`: what holds now, the newest first, each with its decision (a row of
    `decisions_for`); `more`: whether `/me/decisions` has others."""

    standing: str
    actions: list[tuple[Decision, DecisionAction]]
    more: bool
    account: Account


def status_of(person: User) -> Status:
    """Read now."""
    holding = decisions_for(person).filter(actions__state=ActionState.APPLIED).distinct()
    rows = list(holding.order_by("-at", "-pk")[: SHOWN + 1])
    return Status(
        standing=person.standing.value,
        actions=[
            (row, one)
            for row in rows[:SHOWN]
            for one in row.actions.all()
            if one.state == ActionState.APPLIED
        ],
        more=len(rows) > SHOWN,
        account=account_of(person),
    )
