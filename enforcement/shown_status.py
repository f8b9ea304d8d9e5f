"""How an account stands, for its person (E24): what holds against them and their things, day by
day. Nothing of who reported or decided, how many did, or at what hour."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from enforcement.models import ActionState, Decision, DecisionAction
from enforcement.shown_decisions import Account, account_of, decisions_for
from enforcement.shown_hidden import Hidden, hidden_of
from feed.models import PostHold, PostHoldKind
from feed.states import PostState
from lib.sanctions import DESK, LIVE

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Status:
    """`actions`: what holds now, the newest first, each with its decision (a row of
    `decisions_for`); `more`: whether `/me/decisions` has others; `hidden`: posts that nobody else
    sees until somebody decided, the newest first; `taken_down`: posts that are down without
    a decision: by a policy that rated them anew, or by staff before each took one."""

    standing: str
    actions: list[tuple[Decision, DecisionAction]]
    more: bool
    hidden: list[Hidden]
    account: Account
    taken_down: list[PostHold]


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
        hidden=hidden_of(person),
        account=account_of(person),
        taken_down=list(_taken_down(person)[:SHOWN]),
    )


def _taken_down(person: User) -> QuerySet[PostHold]:
    rows = PostHold.objects.filter(LIVE, cause=DESK, kind=PostHoldKind.REMOVED)
    mine = rows.filter(post__author=person).exclude(post__state=PostState.DELETED)
    return mine.select_related("post").order_by("-since", "-pk")
