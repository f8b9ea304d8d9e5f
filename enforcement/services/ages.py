"""How old somebody is, as staff find on a case; and cases that somebody's own words open."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import AgeFoundOnCase, ChildSuspected
from accounts.models import HeldVerb, User
from accounts.services.age_findings import ON_A_CASE, AgeFinding, record_finding
from accounts.services.second_approval import FOUND, propose
from audit.services import record
from enforcement.models import Case, CaseFinding, Report
from enforcement.models.findings import FoundBy
from enforcement.own_looks import refuse_own_look, without_own_looks
from enforcement.policies import see_case
from enforcement.reasons import REASONS, Queue
from enforcement.services import snapshots
from enforcement.services.cases import ensure_case, find_in, last_settled, settle
from enforcement.states import UNDECIDED, CaseSource, Outcome
from enforcement.subjects.base import Target
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState

READER = Actor.system("own_words")
REASON = REASONS["underage_user"]
OF_AGES = [one.code for one in REASONS.values() if one.queue == Queue.AGE]


def find_age(*, case: Case, by: User, finding: AgeFinding, why: str) -> bool:
    """What `by` found of whoever stands behind a case; whether it is in force. Of a protected
    account a second of staff approves first, but for "under 13".

    It settles every case about their age alone. `why` is the code of staff's reason. Raises
    NotFound, StaleState, ValueError for a finding of another kind, and DomainError as
    `record_finding` and `propose`; `invalid` where the case is not about an age,
    `permission_denied` where `by` shut out whom it is about.
    """
    if finding not in ON_A_CASE:
        raise ValueError(finding)
    if not see_case.allows(by, case):
        raise NotFound
    with transaction.atomic():
        # The person before the case, as where their own words open one: nobody waits in a ring.
        person = User.objects.select_for_update().get(pk=case.owner_id)
        case = Case.objects.select_for_update().get(pk=case.pk)
        if not is_about_age(case):
            raise DomainError(ErrorCode.INVALID, _("This case is not about an age."))
        if case.state not in UNDECIDED:
            raise StaleState
        refuse_own_look(case, by)
        record(
            "enforcement.age.found",
            actor=Actor.person(by.pk),
            target=case.public_id,
            found=finding.value,
            reason=why,
        )
        if person.is_protected and finding != AgeFinding.REPORTED_CHILD:
            propose(person=person, verb=HeldVerb.AGE, actor=by, reason=FOUND, to=finding)
            return False
        record_finding(person=person, finding=finding, actor=by)
        return True


def is_about_age(case: Case) -> bool:
    """Whether somebody said, in this case, that its owner is too young."""
    said = Report.objects.filter(case=case, counts=True, reason__in=OF_AGES)
    return not case.diverted and (case.queue == Queue.AGE or said.exists())


def settle_found(event: AgeFoundOnCase) -> None:
    """All open cases about that person's age; one in which something else was said, too, waits for
    whoever decides about that, and one that looks at what whoever found it did to them at the
    people desk for somebody else. In the transaction of the finding."""
    rows = Case.objects.select_for_update().filter(
        owner_id=event.user_id, queue=Queue.AGE, diverted=False, state__in=sorted(UNDECIDED)
    )
    rows = without_own_looks(rows, User.objects.get(pk=event.by))
    outcome = Outcome.VIOLATION if event.is_so else Outcome.NO_VIOLATION
    for case in rows.exclude(source=CaseSource.APPEAL).order_by("pk"):
        if not _says_more(case):
            settle(case, outcome=outcome, actor=Actor.person(event.by), reason=event.said)


def doubt(event: ChildSuspected) -> None:
    """Somebody looks at the caption, or at the profile where it is gone. In the transaction of the
    signal; delivered twice it is one case."""
    target = _target(event.user_id, event.piece_id)
    if target is None:
        return
    due_at = timezone.now() + REASON.sla
    case = ensure_case(
        target,
        queue=REASON.queue,
        severity=REASON.severity,
        due_at=due_at,
        source=CaseSource.FINDING,
        follows=last_settled(target),
        reason="a caption says that its author is under 13",
        actor=READER,
    )
    find_in(case, queue=REASON.queue, severity=REASON.severity, due_at=due_at)
    snapshots.take(case, target, snapshots.seen_now(target))


def _target(person_id: UUID, piece_id: UUID | None) -> Target | None:
    piece = subject_of(SubjectKind.POST).known(piece_id) if piece_id else None
    if piece is not None and piece.owner_id == person_id:
        return piece
    return subject_of(SubjectKind.PROFILE).known(person_id)


def _says_more(case: Case) -> bool:
    others = Report.objects.filter(case=case, counts=True).exclude(reason__in=OF_AGES)
    found = CaseFinding.objects.filter(case=case, source=FoundBy.MODERATION)
    return others.exists() or found.exists()
