"""Random histories of the desk, as rows: what services would write, and orders that they never do.

Times are whole minutes after START; a scope of them is a part of the three days they lie in."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from enforcement.actions.names import ActionName, TargetKind
from enforcement.models import (
    Case,
    CaseFinding,
    CaseTransition,
    Contact,
    Decision,
    DecisionAction,
    Report,
)
from enforcement.models.findings import FoundBy
from enforcement.reasons import Queue
from enforcement.states import CaseState, Outcome, ReportState
from lib.actors import Actor
from lib.ids import new_id

START = datetime(2031, 5, 1, tzinfo=UTC)
MINUTES = 3 * 24 * 60
PEOPLE = [UUID(int=n) for n in range(1, 8)]
STAFF = [UUID(int=n) for n in range(101, 104)]
QUEUES = [Queue.GENERAL, Queue.URGENT, Queue.CHILD_SAFETY]
CODES = ["hate_speech", "deception_spam", "harassment_targeted"]
# Kind and detector, as moderation and triage write them.
FOUND = [("probing", ""), ("rescan", "lexicon"), ("rescan", "nudenet"), ("near_copy", "copies")]
NAMES = [ActionName.REMOVE_POST, ActionName.WARN, ActionName.STRIKE]

minutes = st.integers(0, MINUTES)
outcomes = st.sampled_from(list(Outcome))


@dataclass
class Said:
    minute: int
    who: int
    reason: str
    counts: bool
    trusted: bool
    verified: bool
    account: bool
    answered: tuple[int, Outcome] | None


@dataclass
class Judged:
    """`after`: minutes since what came before it in its case."""

    after: int
    by: Any
    outcome: Outcome
    policies: list[str]
    actions: list[ActionName]
    reached: bool


@dataclass
class Looked:
    opened: int
    queue: Queue
    severity: int
    clock: int
    owner: int
    closed: bool
    said: list[Said] = field(default_factory=list)
    found: list[tuple[int, tuple[str, str]]] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)


sayings = st.builds(
    Said,
    minutes,
    st.integers(0, len(PEOPLE) - 1),
    st.sampled_from(CODES),
    *([st.booleans()] * 4),
    st.none() | st.tuples(minutes, outcomes),
)
judgements = st.builds(
    Judged,
    st.integers(0, 2000),
    st.sampled_from([*map(Actor.person, STAFF), Actor.system("rules")]),
    outcomes,
    st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True),
    st.lists(st.sampled_from(NAMES), max_size=3),
    st.booleans(),
)
histories = st.lists(
    st.builds(
        Looked,
        minutes,
        st.sampled_from(QUEUES),
        st.integers(0, 100),
        st.integers(0, 3000),
        st.integers(0, len(PEOPLE) - 1),
        st.booleans(),
        st.lists(sayings, max_size=4),
        st.lists(st.tuples(minutes, st.sampled_from(FOUND)), max_size=3),
        st.lists(judgements, max_size=3),
    ),
    max_size=25,
)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def written(history: list[Looked]) -> None:
    """As rows. In a transaction that the caller undoes."""
    contacts = {n: Contact(id=new_id(), **_contact(n)) for n in range(len(PEOPLE))}
    Contact.objects.bulk_create(contacts.values())
    for looked in history:
        _case(looked, contacts)


def _contact(number: int) -> dict[str, Any]:
    return {"address": f"c{number}@example.org", "digest": f"{number:064x}"}


def _case(looked: Looked, contacts: dict[int, Contact]) -> None:
    decided = looked.opened + looked.judged[0].after if looked.judged else None
    state = CaseState.DECIDED if looked.judged else CaseState.OPEN
    if looked.closed:
        state = CaseState.CLOSED
    case = Case(
        subject_kind="post",
        subject_id=new_id(),
        owner_id=PEOPLE[looked.owner],
        queue=looked.queue,
        diverted=looked.queue == Queue.CHILD_SAFETY,
        severity=looked.severity,
        state=state,
        opened_at=at(looked.opened),
        sla_due_at=at(looked.opened + looked.clock),
        decided_at=None if decided is None else at(decided),
        closed_at=at(MINUTES * 2) if looked.closed else None,
        outcome=looked.judged[-1].outcome if looked.judged else "",
    )
    Case.objects.bulk_create([case])
    Report.objects.bulk_create(
        [_report(case, one, contacts[one.who]) for one in looked.said], ignore_conflicts=True
    )
    CaseFinding.objects.bulk_create(
        [
            CaseFinding(
                case=case, kind=kind, detector=detector, category="violence", at=at(minute),
                **({"source": FoundBy.AUTOMATION, "score": 0.5} if detector else {}),
            )
            for minute, (kind, detector) in looked.found
        ]
    )  # fmt: skip
    _decisions(case, looked)


def _report(case: Case, one: Said, contact: Contact) -> Report:
    answered = {}
    if one.answered:
        minute, outcome = one.answered
        answered = {
            "state": ReportState.ANSWERED,
            "answered_at": at(minute),
            "outcome": outcome,
        }
    return Report(
        reporter_id=PEOPLE[one.who] if one.account else None,
        contact=None if one.account else contact,
        case=case,
        subject_kind="post",
        subject_id=case.subject_id,
        owner_id=case.owner_id,
        reason=one.reason,
        counts=one.counts,
        trusted=one.trusted,
        verified=one.verified,
        diverted=case.diverted,
        created_at=at(one.minute),
        **answered,
    )


def _decisions(case: Case, looked: Looked) -> None:
    before, minute = None, looked.opened
    for judged in looked.judged:
        minute += judged.after
        before = Decision(
            case=case,
            subject_kind="post",
            subject_id=case.subject_id,
            owner_id=case.owner_id,
            source="automation" if str(judged.by).startswith("system") else "person",
            policies=judged.policies,
            outcome=judged.outcome,
            decided_by=str(judged.by),
            supersedes=before,
            at=at(minute),
        )
        Decision.objects.bulk_create([before])
        CaseTransition.objects.create(
            subject_id=case.pk,
            from_state="open",
            to_state="decided",
            actor=str(judged.by),
            reason="decided",
            at=at(minute),
        )
        DecisionAction.objects.bulk_create(
            [
                DecisionAction(
                    decision=before,
                    position=place,
                    name=name,
                    target_kind=TargetKind.POST,
                    state="applied",
                    reached=4 if judged.reached else None,
                    strike_id=new_id() if judged.reached else None,
                )
                for place, name in enumerate(judged.actions)
            ]
        )
