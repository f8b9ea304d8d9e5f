"""One open case for a thing, whoever comes first; and its end."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.services import record
from enforcement import tasks
from enforcement.models import Assignment, Case, EndedAs, HidingEnd
from enforcement.reasons import Queue, Reason
from enforcement.services.snapshots import let_expire
from enforcement.states import SETTLED, UNDECIDED, CaseSource, CaseState, Outcome
from enforcement.subjects.base import Target
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.hiding import end_of_case
from enforcement.triage.placing import place_of
from enforcement.triage.priority import GRAVE, score
from enforcement.triage.queues import stronger
from lib.actors import Actor
from lib.errors import StaleState
from lib.outbox.services import enqueue
from lib.states import advance, record_initial

INTAKE = Actor.system("intake")
WEIGHT = (
    *("force_review", "sla_due_at", "severity", "queue", "priority", "components", "priced_at"),
)
TRIES = 5  # each means that somebody opened and settled a case in the meantime


def open_case_of(kind: str, key: UUID, *, diverted: bool) -> Case | None:
    """The one that waits for a decision, locked. In the caller's transaction."""
    rows = Case.objects.select_for_update().filter(
        subject_kind=kind, subject_id=key, diverted=diverted, state__in=sorted(UNDECIDED)
    )
    return rows.exclude(source=CaseSource.APPEAL).first()


def last_settled(target: Target) -> Case | None:
    """The newest that was decided about the thing, appeals aside; locked."""
    rows = Case.objects.select_for_update().filter(
        subject_kind=target.kind, subject_id=target.key, diverted=False
    )
    decided = rows.filter(state__in=sorted(SETTLED)).exclude(outcome="")
    return decided.exclude(source=CaseSource.APPEAL).order_by("-opened_at", "-id").first()


def ensure_case(
    target: Target,
    *,
    queue: Queue,
    severity: int,
    due_at: datetime,
    source: CaseSource = CaseSource.REPORT,
    diverted: bool = False,
    follows: Case | None = None,
    reason: str = "reported",
    actor: Actor = INTAKE,
) -> Case:
    """The open case of a thing, locked; made where there is none. In the caller's transaction.

    However many come at once there is one: the database refuses a second, whoever lost waits for
    the first one's COMMIT and finds its row. Raises StaleState where that never settles.
    """
    for _ in range(TRIES):
        there = open_case_of(target.kind, target.key, diverted=diverted)
        if there is not None:
            return there
        mine = Case(
            subject_kind=target.kind,
            subject_id=target.key,
            owner_id=target.owner_id,
            source=source,
            queue=queue,
            diverted=diverted,
            severity=severity,
            priority=severity,
            components={"severity": severity},
            force_review=severity >= GRAVE,
            follows=follows,
            sla_due_at=due_at,
        )
        Case.objects.bulk_create([mine], ignore_conflicts=True)
        if Case.objects.filter(pk=mine.pk).exists():
            record_initial(mine, actor=actor, reason=reason)
            record(
                "enforcement.case.opened",
                actor=actor,
                target=mine.public_id,
                subject=mine.subject,
                source=source.value,
                sealed=diverted,
            )
            # Nobody, and nothing, looks at what is diverted but those who open the vault.
            if not diverted and source != CaseSource.APPEAL:
                enqueue(tasks.examine_case, mine.pk)
    raise StaleState


def weigh_in(
    case: Case, reason: Reason, *, new_reporter: bool, force: bool, shown: bool = False
) -> None:
    """One more report that counts and is stored; `shown`: its reporter is in the thing. The caller
    holds the case.

    The gravest reason says in which queue it lies, the most urgent one until when; of what was
    decided already neither changes any more.
    """
    now = timezone.now()
    case.report_count += 1
    case.reporter_count += new_reporter
    case.last_reported_at = now
    if case.state in SETTLED:
        case.save(update_fields=["report_count", "reporter_count", "last_reported_at"])
        return
    case.force_review |= force
    place = place_of(SubjectKind(case.subject_kind), case.subject_id, reason, shown=shown)
    _raise(case, queue=place.queue, severity=reason.severity, due_at=now + place.clock)
    case.save(
        update_fields=["report_count", "reporter_count", "last_reported_at", *WEIGHT],
    )


def find_in(case: Case, *, queue: Queue, severity: int, due_at: datetime) -> None:
    """The same of something that we found ourselves, by a detector or at the people desk: staff
    look at it, whoever else came first with what, and also where every report of it is set aside.
    The caller holds the case, which is undecided."""
    case.source = CaseSource.FINDING
    case.force_review = True
    _raise(case, queue=queue, severity=severity, due_at=due_at)
    case.save(update_fields=[*WEIGHT, "source"])


def _raise(case: Case, *, queue: Queue, severity: int, due_at: datetime) -> None:
    """A graver matter leads, but never out of a queue for what is graver still; as grave a one does
    where its queue is for what is graver."""
    case.sla_due_at = min(case.sla_due_at, due_at)
    here = Queue(case.queue)
    if stronger(queue, here) or (severity > case.severity and not stronger(here, queue)):
        case.queue = queue
    case.severity = max(case.severity, severity)
    case.force_review |= case.severity >= GRAVE
    _price(case)


def lighten(case: Case, severity: int) -> None:
    """What made it graver was set aside. Its queue and clock stay. The caller holds the case."""
    case.severity = severity
    _price(case)
    case.save(update_fields=["severity", "priority", "components", "priced_at"])


def _price(case: Case) -> None:
    case.priority, case.components = score(case)
    case.priced_at = timezone.now()


def settle(case: Case, *, outcome: Outcome, actor: Actor, reason: str) -> None:
    """What was found about it: everybody who reported it hears of it by a worker, and again where
    this takes the place of another finding. In the caller's transaction, which holds the case.

    Called by whoever decides; it does nothing to the thing itself. Raises StaleState.
    """
    advance(
        case,
        to=CaseState.DECIDED,
        actor=actor,
        reason=reason,
        outcome=outcome,
        decided_at=timezone.now(),
    )
    held = Assignment.objects.filter(case=case, ended_at=None)
    held.update(ended_at=timezone.now(), ended_as=EndedAs.DECIDED)
    facts = {"outcome": outcome.value}
    sealed = case.diverted
    record("enforcement.case.decided", actor=actor, target=case.public_id, sealed=sealed, **facts)
    enqueue(tasks.answer_reports, case.pk)
    let_expire(case)
    end_of_case(case, HidingEnd.DECIDED)


def close(case: Case, *, actor: Actor, reason: str) -> None:
    """Nothing is left to decide and nobody did: what was frozen begins to end; StaleState."""
    with transaction.atomic():
        advance(case, to=CaseState.CLOSED, actor=actor, reason=reason, closed_at=timezone.now())
        sealed = case.diverted
        record("enforcement.case.closed", actor=actor, target=case.public_id, sealed=sealed)
        let_expire(case)
        end_of_case(case, HidingEnd.CLOSED)
