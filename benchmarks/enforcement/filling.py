"""A desk with a long past: cases in every state and queue, and what belongs to each.

Shares are ours: 29 of a hundred cases wait, one is claimed, the rest was decided; every third has
more than one report, one decision in forty is appealed. Priorities lie round 45, few at either end;
some people are in many cases, most in few. Most cases are about things, and of people, of whom no
other row is left: a queue looks at none of these.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from benchmarks.house import members, posted
from enforcement.models import (
    Appeal,
    Assignment,
    Case,
    CaseFinding,
    CaseTransition,
    Decision,
    DecisionAction,
    Report,
    Reporter,
)
from enforcement.reasons import Queue
from enforcement.states import UNDECIDED, CaseSource, CaseState
from enforcement.subjects.kinds import SubjectKind
from lib.actors import Actor
from lib.ids import new_id

SEED = 8
PEOPLE, REAL, AT_ONCE = 2_000, 100, 5_000
DAYS = 90
STATES = {
    CaseState.OPEN: 50, CaseState.TRIAGED: 240, CaseState.CLAIMED: 10, CaseState.DECIDED: 690,
    CaseState.CLOSED: 10,
}  # fmt: skip
QUEUES = {
    Queue.GENERAL: 620, Queue.LIKENESS: 120, Queue.INTIMATE: 80, Queue.URGENT: 60,
    Queue.IMPERSONATION: 60, Queue.AGE: 30, Queue.CHILD_SAFETY: 30,
}  # fmt: skip
KINDS = {SubjectKind.POST: 700, SubjectKind.PROFILE: 200, SubjectKind.DRAFT: 100}
REASONS = ("hate_speech", "harassment_targeted", "deception_spam", "violence_graphic", "other")
MORE_REPORTS, APPEALED, LOOKED_AT = 3, 40, 2  # one in so many


class Desk:
    """The first cases are about things that are there."""

    def __init__(self, cases: int) -> None:
        self.drawn = random.Random(SEED)  # noqa: S311 - of a benchmark
        self.now = timezone.now()
        there = members(REAL)
        self.people = [one.pk for one in there] + [new_id() for _ in range(PEOPLE - REAL)]
        real: list[Any] = [
            *((SubjectKind.POST, one.pk, one.author_id) for one in posted(there, REAL)),
            *((SubjectKind.PROFILE, one.pk, one.pk) for one in there),
        ]
        self.there = {key for _kind, key, _owner in real}
        fresh = {"state": CaseState.TRIAGED, "queue": Queue.GENERAL}
        self.cases = [self._case(*one, **fresh) for one in real]
        self.cases += [self._drawn_case() for _ in range(cases - len(real))]
        _keep(Case, self.cases)
        self._told()
        self._decided()

    def _pick(self, shares: dict[Any, int]) -> Any:
        return self.drawn.choices(list(shares), list(shares.values()))[0]

    def _person(self) -> UUID:
        """Some come often, most do not."""
        found: UUID = self.people[int(PEOPLE * self.drawn.random() ** 2)]
        return found

    def _drawn_case(self) -> Case:
        kind, person = self._pick(KINDS), self._person()
        return self._case(
            kind, new_id(), person, state=self._pick(STATES), queue=self._pick(QUEUES)
        )

    def _case(self, kind: Any, key: Any, owner: Any, *, state: Any, queue: Any) -> Case:
        age = timedelta(days=DAYS * self.drawn.random() ** (3 if state in UNDECIDED else 1))
        opened, over = self.now - age, state not in UNDECIDED
        decided = min(self.now, opened + timedelta(hours=96 * self.drawn.random()))
        return Case(
            subject_kind=kind, subject_id=key, owner_id=owner, queue=queue, state=state,
            diverted=queue == Queue.CHILD_SAFETY, severity=self.drawn.randrange(10, 101),
            priority=min(100, max(0, round(self.drawn.gauss(45, 20)))),
            source=CaseSource.FINDING if self.drawn.random() < 0.1 else CaseSource.REPORT,
            force_review=self.drawn.random() < 0.05, report_count=1, reporter_count=1,
            opened_at=opened, sla_due_at=opened + timedelta(hours=96 * self.drawn.random()),
            examined_at=None if state == CaseState.OPEN else opened, priced_at=opened,
            decided_at=decided if over else None, outcome="violation" if over else "",
            closed_at=decided if state == CaseState.CLOSED else None,
        )  # fmt: skip

    def _told(self) -> None:
        """Reports, what automation found, steps, and who works on what."""
        reports = [one for case in self.cases for one in self._reports(case)]
        _keep(Report, reports)
        _keep(
            Reporter,
            [
                Reporter(person_id=key)
                for key in {one.reporter_id for one in reports if one.reporter_id}
            ],
        )
        _keep(
            CaseFinding,
            [
                CaseFinding(
                    case=case, kind="rescan", category="violence", source="automation",
                    score=self.drawn.random(), detector="frames",
                )
                for case in self.cases[::LOOKED_AT]
                if not case.diverted
            ],
        )  # fmt: skip
        _keep(CaseTransition, [_step(case) for case in self.cases])
        others, until = self.people[REAL:], self.now + timedelta(days=1)
        _keep(
            Assignment,
            [
                Assignment(case=case, holder=self.drawn.choice(others), leased_until=until)
                for case in self.cases
                if case.state == CaseState.CLAIMED
            ],
        )

    def _reports(self, case: Case) -> Iterator[Report]:
        many = 1 + (self.drawn.randrange(MORE_REPORTS) == 0)
        for person in {self._person() for _ in range(many)} - {case.owner_id}:
            answered = case.state not in UNDECIDED
            yield Report(
                reporter_id=person, case=case, subject_kind=case.subject_kind,
                subject_id=case.subject_id, owner_id=case.owner_id,
                reason="child_sexual" if case.diverted else self.drawn.choice(REASONS),
                diverted=case.diverted,
                text="look at this" if case.subject_id in self.there else None,
                state="answered" if answered else "received",
                outcome=case.outcome if answered else "", created_at=case.opened_at,
                answered_at=case.decided_at if answered else None,
            )  # fmt: skip

    def _decided(self) -> None:
        staff = [str(Actor.person(one)) for one in self.people[-20:]]
        decisions = [
            Decision(
                case=case, subject_kind=case.subject_kind, subject_id=case.subject_id,
                owner_id=case.owner_id, source="person", policies=["other"], outcome="violation",
                decided_by=self.drawn.choice(staff), at=case.decided_at,
            )
            for case in self.cases
            if case.decided_at is not None
        ]  # fmt: skip
        _keep(Decision, decisions)
        _keep(
            DecisionAction,
            [
                DecisionAction(
                    decision=one, position=0, name="remove_post", target_kind="post",
                    target_id=one.subject_id, state="applied",
                )
                for one in decisions
            ],
        )  # fmt: skip
        appealed = [one for one in decisions[::APPEALED] if not one.case.diverted]  # type: ignore[union-attr]
        cases = [
            Case(
                subject_kind=one.subject_kind, subject_id=one.subject_id, owner_id=one.owner_id,
                queue=Queue.GENERAL, source=CaseSource.APPEAL, state=CaseState.TRIAGED,
                follows=one.case, priority=60, opened_at=one.at, examined_at=one.at,
                sla_due_at=one.at + timedelta(days=4),
            )
            for one in appealed
        ]  # fmt: skip
        _keep(Case, cases)
        _keep(
            Appeal,
            [
                Appeal(
                    decision=one, case=case, party="owner", person_id=one.owner_id, opened_at=one.at
                )
                for one, case in zip(appealed, cases, strict=True)
            ],
        )


def _step(case: Case) -> CaseTransition:
    """The last one; the history of a case is read by its key alone."""
    return CaseTransition(
        subject_id=case.pk, from_state="", to_state=case.state, actor="system:benchmark",
        reason="as it goes", at=case.opened_at,
    )  # fmt: skip


def _keep(model: Any, rows: list[Any]) -> None:
    model.objects.bulk_create(rows, batch_size=AT_ONCE)
