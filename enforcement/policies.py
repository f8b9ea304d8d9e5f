"""Who may see what: each rule serves a question about one row and a queryset."""

from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from enforcement.actions.names import ActionName, TargetKind
from enforcement.actions.registry import ACTIONS, action_of
from enforcement.appeal_rules import not_a_party, without_their_own
from enforcement.models import (
    ActionState,
    Case,
    Decision,
    DecisionAction,
    DecisionSource,
    Hiding,
    Proposal,
    QualitySample,
    Report,
)
from enforcement.models.hidings import told_to
from enforcement.own_looks import without_own_looks
from enforcement.proposed import without_proposed
from enforcement.reasons import Queue
from enforcement.subjects.base import Target
from enforcement.wanted import Wanted
from feed.models import Post
from feed.states import PostState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

M = TypeVar("M", Decision, Proposal)

HANDLE = "enforcement.handle_case"
URGENT = "enforcement.handle_urgent"
INTIMATE = "enforcement.handle_intimate"
LIKENESS = "enforcement.handle_likeness"
AGES = "enforcement.handle_ages"
IMPERSONATION = "enforcement.handle_impersonation"
CHILD_SAFETY = "enforcement.handle_child_safety"
SANCTION = "enforcement.sanction_person"
WITHOUT_CASE = "enforcement.decide_without_case"
DECIDE_IN_BULK = "enforcement.decide_in_bulk"
LEAD_QUEUE = "enforcement.lead_queue"
MANAGE_REPORTERS = "enforcement.manage_reporters"
APPOINT_FLAGGER = "enforcement.appoint_flagger"
SEE_MEASURES = "enforcement.see_measures"
EXPORT_STATEMENTS = "enforcement.export_statements"
EDIT_TEMPLATES = "enforcement.edit_reply_templates"


# Who looks at what lies in a queue (E12): a right for each.
OF_QUEUE: dict[Queue, str] = {
    Queue.CHILD_SAFETY: CHILD_SAFETY,
    Queue.URGENT: URGENT,
    Queue.INTIMATE: INTIMATE,
    Queue.LIKENESS: LIKENESS,
    Queue.IMPERSONATION: IMPERSONATION,
    Queue.AGE: AGES,
    Queue.GENERAL: HANDLE,
}
# Actions that need a right beside that of the queue: what weighs on a person, and what refuses the
# films of others. A warning is words.
WEIGHTY = frozenset(
    one.name
    for one in ACTIONS.values()
    if one.name == ActionName.BANK_HASHES
    or (one.target == TargetKind.PERSON and one.name != ActionName.WARN)
)


def handles_cases(viewer: Any) -> bool:
    """Whether they have the right to any queue."""
    return any(map(viewer.has_perm, OF_QUEUE.values()))


def handles_ordinary(viewer: Any) -> bool:
    """Whether they have the right to a queue other than that of child safety."""
    return any(viewer.has_perm(right) for right in OF_QUEUE.values() if right != CHILD_SAFETY)


def beyond(viewer: User) -> frozenset[ActionName]:
    """Actions that `viewer` may not take, whatever the queue."""
    return frozenset() if viewer.has_perm(SANCTION) else WEIGHTY


class SeeReport:
    """A report is seen by whoever made it, and by nobody else of those whom it speaks of."""

    def queryset(self, viewer: User | None) -> QuerySet[Report]:
        """One's own."""
        if viewer is None:
            return Report.objects.none()
        return Report.objects.filter(reporter_id=viewer.pk)

    def allows(self, viewer: User | None, report: Report) -> bool:
        """Whether `viewer` made it."""
        return self.queryset(viewer).filter(pk=report.pk).exists()


class SeeCase:
    """Staff who have the right to its queue. Nobody sees a case about themself, nor one that they
    reported, nor one in which they are the one who is impersonated."""

    def queryset(self, viewer: User | None) -> QuerySet[Case]:
        """All that `viewer` may look at."""
        if viewer is None or not viewer.stands or not viewer.is_staff:
            return Case.objects.none()
        wanted = _seen_by(viewer)
        if not wanted:
            return Case.objects.none()
        own = _made_by(viewer).filter(case=OuterRef("pk"))
        cases = Case.objects.filter(reduce(or_, wanted)).exclude(owner_id=viewer.pk)
        return not_a_party(cases.exclude(Exists(own)), viewer)

    def allows(self, viewer: User | None, case: Case) -> bool:
        """Whether `viewer` may look at it."""
        return self.queryset(viewer).filter(pk=case.pk).exists()


class SeeDecision:
    """A decision is seen by the person whom it concerns, if it did something or undid what did:
    that no rule was broken they never hear, for it would tell that somebody said so. Nothing of
    child safety (E47)."""

    def queryset(self, viewer: User | None) -> QuerySet[Decision]:
        """Those about `viewer` and what is theirs."""
        return self.of(viewer.pk) if viewer is not None else Decision.objects.none()

    def of(self, person_id: UUID) -> QuerySet[Decision]:
        """Those that this person is told of."""
        theirs = Decision.objects.filter(owner_id=person_id).exclude(case__diverted=True)
        return theirs.filter(Q(_did("pk")) | Q(_did("supersedes")))

    def allows(self, viewer: User | None, decision: Decision) -> bool:
        """Whether `viewer` may see it."""
        return self.queryset(viewer).filter(pk=decision.pk).exists()


class SeeAtDesk(Generic[M]):
    """Decisions, and proposals of them, for staff who see their cases; without a case for whoever
    may decide without one. Nobody sees those about themself here."""

    def __init__(self, model: type[M]) -> None:
        self.model: type[M] = model

    def queryset(self, viewer: User | None) -> QuerySet[M]:
        """All that `viewer` may look at."""
        rows: QuerySet[M] = self.model._default_manager.all()
        if viewer is None or not viewer.stands or not viewer.is_staff:
            return rows.none()
        # Of each row: the newest hundred read a hundred cases, not all that there are.
        seen = Q(Exists(see_case.queryset(viewer).filter(pk=OuterRef("case"))))
        if viewer.has_perm(WITHOUT_CASE):
            about = {"case__subject_kind": OuterRef("subject_kind")}
            about |= {"case__subject_id": OuterRef("subject_id")}
            seen |= Q(~Exists(_made_by(viewer).filter(**about)), case=None)
        return rows.filter(seen).exclude(owner_id=viewer.pk)

    def allows(self, viewer: User | None, row: M) -> bool:
        """Whether `viewer` may look at it."""
        return self.queryset(viewer).filter(pk=row.pk).exists()


def _did(decision: str) -> Exists:
    rows = DecisionAction.objects.filter(decision=OuterRef(decision))
    # Of one that was to begin later they were told, whatever became of it.
    nothing = Q(state=ActionState.PLANNED) | Q(state=ActionState.MOOT, begins_at=None)
    return Exists(rows.exclude(nothing))


_COMPLAINTS = Report.objects.filter(case=OuterRef("pk"), counts=True).exclude(claim="")


def _made_by(viewer: User) -> QuerySet[Report]:
    """Reports by them, and complaints that somebody passes for them."""
    return Report.objects.filter(Q(reporter_id=viewer.pk) | Q(of_id=viewer.pk))


def stands_apart(by: User, target: Target) -> bool:
    """Whether `by` may judge it without a case: it is not theirs, and they reported it in none."""
    about = {"case__subject_kind": target.kind, "case__subject_id": target.key}
    return by.pk != target.owner_id and not _made_by(by).filter(**about).exists()


def _seen_by(viewer: User) -> list[Q]:
    """Conditions, any of which opens a case to them."""
    mine = [queue for queue, right in OF_QUEUE.items() if viewer.has_perm(right)]
    plain = [queue for queue in mine if queue != Queue.CHILD_SAFETY]
    wanted = [Q(diverted=False, queue__in=plain)] if plain else []
    if Queue.CHILD_SAFETY in mine:
        wanted.append(Q(diverted=True))
    if Queue.IMPERSONATION in mine:
        # Also where somebody gave a graver reason beside it, and another queue has the case.
        wanted.append(Q(Exists(_COMPLAINTS), diverted=False))
    return wanted


class SeeSample:
    """Staff who see the case of an automatic decision look at whether it was right."""

    def queryset(self, viewer: User | None) -> QuerySet[QualitySample]:
        """Those of cases that `viewer` may look at."""
        return QualitySample.objects.filter(decision__case__in=see_case.queryset(viewer))

    def allows(self, viewer: User | None, sample: QualitySample) -> bool:
        """Whether `viewer` may look at it."""
        return self.queryset(viewer).filter(pk=sample.pk).exists()


class SeeHiding:
    """The maker of a post sees that it is hidden until somebody decided; of child safety nobody is
    told (E47)."""

    def queryset(self, viewer: User | None) -> QuerySet[Hiding]:
        """What hides something of `viewer` now that nothing else keeps from being seen."""
        if viewer is None:
            return Hiding.objects.none()
        there = Post.objects.filter(author_id=viewer.pk, state=PostState.PUBLISHED)
        return told_to(viewer.pk).filter(ended_at=None, post_id__in=there.values("pk"))

    def allows(self, viewer: User | None, hiding: Hiding) -> bool:
        """Whether `viewer` may see it."""
        return self.queryset(viewer).filter(pk=hiding.pk).exists()


def permission_of(queue: Queue) -> str:
    """Who looks at what lies in a queue (E12)."""
    return OF_QUEUE[queue]


see_report = SeeReport()
see_case = SeeCase()
see_decision = SeeDecision()
see_sample = SeeSample()
see_hiding = SeeHiding()
see_decided = SeeAtDesk(Decision)
see_proposed = SeeAtDesk(Proposal)


def claimable(by: User) -> QuerySet[Case]:
    """Cases that `by` may work on: what they see, but for those in which a decision waits for a
    second person, for appeals against what they decided themselves (E27), and for whom they shut
    out at the people desk (E19)."""
    cases = without_proposed(see_case.queryset(by))
    return without_own_looks(without_their_own(cases, by), by)


def decide_refusal(by: User | Actor, owner: User, wanted: Wanted) -> DomainError | None:
    """Why `by` may not make this decision about something of `owner`, or None."""
    if isinstance(by, Actor):
        # The system says what it is, and does what may be done without a person; it undoes nothing.
        automatic = all(action_of(wish.name).automatic for wish in wanted.wishes)
        named = by.label.startswith("system:") and wanted.source == DecisionSource.AUTOMATION
        allowed = named and automatic and wanted.supersedes is None
        return None if allowed else _not_permitted()
    # Staff who say themselves that they decide: in a case, which they see (`see_case`), or with the
    # right to decide without one.
    may = handles_cases(by) if wanted.case_id else by.has_perm(WITHOUT_CASE)
    if not (by.stands and by.is_staff and may) or wanted.source == DecisionSource.AUTOMATION:
        return _not_permitted()
    if refusal := _refused_as_party(by, owner, wanted):
        return refusal
    if _changes(wanted) & beyond(by):
        return DomainError(ErrorCode.PERMISSION_DENIED, _("This is for others of staff."))
    return None


def _refused_as_party(by: User, owner: User, wanted: Wanted) -> DomainError | None:
    """Nobody decides about their own; nor, as in cases, about what they reported."""
    if by.pk == owner.pk:
        return DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("That is you."))
    if wanted.case_id is None and not stands_apart(by, Target(wanted.kind, wanted.key, owner.pk)):
        return DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("You reported it yourself."))
    # Staff are dealt with by a superuser.
    if owner.is_staff and not by.is_superuser:
        return DomainError(ErrorCode.PERMISSION_DENIED, _("This needs a superuser."))
    return None


def _changes(wanted: Wanted) -> set[str]:
    """What it does and undoes."""
    undone = DecisionAction.objects.filter(decision=wanted.supersedes) if wanted.supersedes else ()
    return {one.name for one in (*wanted.wishes, *undone)}


def _not_permitted() -> DomainError:
    return DomainError(ErrorCode.PERMISSION_DENIED, _("You may not decide this."))
