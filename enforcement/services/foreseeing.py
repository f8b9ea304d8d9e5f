"""What a decision would do and say: it is made, read by everybody's own eyes, and taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from enforcement import tasks
from enforcement.actions.names import ActionName
from enforcement.actions.registry import TEXTS
from enforcement.models import Decision, DecisionAction, Proposal
from enforcement.services.deciding import Setting, decide, locked
from enforcement.showing import measures_at
from enforcement.shown_decisions import Account, account_of, decisions_for
from enforcement.states import Outcome
from enforcement.wanted import Wanted, accepted
from enforcement.worded import reasons_of
from enforcement.work.decision_mails import standing_facts, statement_facts
from enforcement.work.mails import written
from inbox import notices
from inbox.models import Event
from inbox.notifications import reader_of, text_for
from lib.ids import new_id
from lib.outbox.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it would be sent."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class ToReporters:
    """What each of them reads; `by_mail`: to how many without an account."""

    outcome: str
    measures: tuple[str, ...]
    in_app: int
    by_mail: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """`needs_two`: another person must agree first. `decision` (a row of `decisions_for`) and
    `reasons`: what the person reads, as codes and in words; None where they are told nothing.
    `rows`: what is done, `undone`: what of the old decision falls. `account`: how they stand on the
    strike ladder then, where that moves."""

    needs_two: bool
    notifications: tuple[str, ...]
    decision: Decision | None
    reasons: dict[str, Any] | None
    rows: tuple[DecisionAction, ...]
    undone: tuple[DecisionAction, ...]
    account: Account | None
    letter: Letter | None
    reporters: ToReporters | None


def foresee(*, wanted: Wanted, by: User, approver: UUID | None = None) -> Foreseen:
    """All of it, as `decide` would do it now. Nothing holds, nobody is told, no row is left. It
    takes the same locks for as long. Raises as `decide`, but that it takes two people."""
    with transaction.atomic():
        foreseen = _made(wanted, by, approver)
        transaction.set_rollback(True)
    return foreseen


def _made(wanted: Wanted, by: User, approver: UUID | None) -> Foreseen:
    setting = locked(accepted(wanted), by=by)
    stood, heard, owed, steps = _before(setting)
    by_two = setting.needs_two or approver is not None
    agreed = (Proposal(), User(pk=approver or new_id())) if by_two else None
    decision = decide(wanted=wanted, by=by, approved=agreed)
    person = User.objects.get(pk=stood.pk)
    begun = _steps(person).exclude(pk__in=steps).exclude(decision=decision)
    rows = (*decision.actions.order_by("position"), *begun.order_by("position"))
    undone = tuple(decision.reversals.order_by("position"))
    told = decisions_for(person).filter(pk=decision.pk).first()
    moved = any(row.name == ActionName.STRIKE for row in (*rows, *undone))
    return Foreseen(
        needs_two=setting.needs_two,
        notifications=tuple(_notifications(person, heard)),
        decision=told,
        reasons=reasons_of(told, person) if told else None,
        rows=rows,
        undone=undone,
        account=account_of(person) if moved and told is not None else None,
        letter=_letter(person, decision, owed),
        reporters=_to_reporters(setting, decision),
    )


def _before(setting: Setting) -> tuple[User, int, int, list[UUID]]:
    """Whom it concerns, the last thing that they heard, the last message that is owed, and what
    their strikes reached."""
    steps = list(_steps(setting.owner).values_list("pk", flat=True))
    return setting.owner, _last_heard(setting.owner), _last_owed(), steps


def _steps(person: User) -> QuerySet[DecisionAction]:
    return DecisionAction.objects.filter(decision__owner_id=person.pk, reached__isnull=False)


def _last_heard(person: User) -> int:
    last = Event.objects.filter(person_id=person.pk).order_by("-number")
    return last.values_list("number", flat=True).first() or 0


def _last_owed() -> int:
    return OutboxMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _notifications(person: User, after: int) -> Iterable[str]:
    """Each line that their inbox has besides."""
    events = list(Event.objects.filter(person_id=person.pk, number__gt=after).order_by("number"))
    reader = reader_of(person, events)
    for event in events:
        notice = notices.find(event.type)
        if notice is not None and notice.audience_of(person) is not None:
            yield text_for(notice, reader, event.actor_id)


def _letter(person: User, decision: Decision, after: int) -> Letter | None:
    names = (tasks.mail_decision.actor_name, tasks.mail_statement.actor_name)
    owed = OutboxMessage.objects.filter(pk__gt=after, actor_name__in=names)
    mine = [row for row in owed if row.args[0] == str(decision.pk)]
    if not mine or person.email is None or person.deleted_at is not None:
        return None
    facts: dict[str, Any] | None = standing_facts(person)
    if mine[-1].actor_name == tasks.mail_statement.actor_name:
        facts = statement_facts(decision.pk, person, moved=bool(mine[-1].args[1]))
    return Letter(*written("decided", facts)) if facts is not None else None


def _to_reporters(setting: Setting, decision: Decision) -> ToReporters | None:
    """None where nobody reported it, or all who did hear the same as before."""
    if setting.case is None:
        return None
    heard = setting.case.reports.filter(counts=True).exclude(outcome=decision.outcome)
    in_app = heard.exclude(reporter_id=None).count()
    by_mail = heard.exclude(contact=None).count()
    if not in_app + by_mail:
        return None
    measures = tuple(str(TEXTS[one]) for one in measures_at(setting.case))
    return ToReporters(Outcome(decision.outcome).label, measures, in_app, by_mail)
