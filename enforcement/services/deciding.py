"""Deciding: the one door to every sanction. A decision is never changed; another takes its place,
and undoes exactly what it did (law 7).

Order of locks: the person, the case, then what the actions lock, people first (actions/base.py).
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement import tasks
from enforcement.actions.names import ActionName
from enforcement.actions.registry import action_of
from enforcement.appeal_notices import tell_settled
from enforcement.decision_notices import tell_decided
from enforcement.evidence import keep, refuse_unfit
from enforcement.models import (
    ActionState,
    Case,
    Decision,
    DecisionAction,
    DecisionNote,
    DecisionSource,
    DecisionText,
    Ground,
    Proposal,
)
from enforcement.own_batches import refuse_own_batch
from enforcement.own_looks import refuse_own_look
from enforcement.policies import decide_refusal, see_case
from enforcement.proposed import refuse_past
from enforcement.reasons import DIVERTED, Queue
from enforcement.services.appeal_ends import refuse_in_appeal, settle_appeals
from enforcement.services.applying import apply_action, as_wished, reverse_action
from enforcement.services.claiming import refuse_others
from enforcement.services.climbing import settle_ladder
from enforcement.services.outcomes import settle_case
from enforcement.states import Outcome
from enforcement.subjects.base import Target
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from enforcement.triage.queues import DESKS
from enforcement.wanted import Wanted, accepted
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.outbox.services import enqueue

HOLDING = (ActionState.APPLIED, ActionState.WAITING)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a decision stands in, locked."""

    wanted: Wanted
    owner: User
    case: Case | None
    old: Decision | None

    @property
    def needs_two(self) -> bool:
        """Whether another person must agree first (E19)."""
        grave = any(action_of(one.name).needs_second_reviewer(one) for one in self.wanted.wishes)
        by_order = self.wanted.source == DecisionSource.LEGAL
        alone = grave or by_order or self.wanted.no_appeal or self.owner.is_protected
        return alone or self._undoes_what_took_two()

    def _undoes_what_took_two(self) -> bool:
        """But for the answer to an appeal, which is another person's in any case (E27)."""
        if self.old is None or self.wanted.appeal_id is not None:
            return False
        if self.old.source == DecisionSource.LEGAL or self.old.no_appeal:
            return True
        rows = list(self.old.actions.filter(state__in=HOLDING, reached=None))
        grave = any(action_of(row.name).needs_second_reviewer(as_wished(row)) for row in rows)
        return grave or bool(rows and self.old.approved_by)


def decide(
    *, wanted: Wanted, by: User | Actor, approved: tuple[Proposal, User] | None = None
) -> Decision:
    """Make it, and do all of it, or nothing. `by`: a person, or a part of the system where policy
    lets it. `approved`: the proposal behind it and who approved.

    Raises DomainError: `required` and `invalid` of `accepted`; `permission_denied`,
    `not_allowed_for_self`; NotFound; `second_approval_required` where it takes two people;
    `case_held` where somebody else works on the case; StaleState where the case is decided, or
    another decision took the place already.
    """
    actor = Actor.person(by.pk) if isinstance(by, User) else by
    with transaction.atomic():
        setting = locked(accepted(wanted), by=by)
        if approved is None:
            _refuse_if_held(setting, by)
            refuse_own_look(setting.case, by)
            refuse_own_batch(setting.old, by)
            refuse_past(setting.case, kind=setting.wanted.kind, key=setting.wanted.key)
        if approved is None and setting.needs_two:
            raise DomainError(
                ErrorCode.SECOND_APPROVAL_REQUIRED, _("Another member of staff must agree.")
            )
        decision = _write(setting, actor, approved)
        begun = _do(decision, setting, actor, by if isinstance(by, User) else None, approved)
        if setting.case is not None:
            settle_case(setting.case, outcome=Outcome(decision.outcome), actor=actor)
            if setting.case.diverted and decision.outcome == Outcome.VIOLATION:
                enqueue(tasks.seal_copies, setting.case.pk)
        answered = settle_appeals(decision, setting.wanted, actor=actor)
        record(
            "enforcement.decision.made",
            actor=actor,
            target=decision.public_id,
            subject=decision.subject,
            person=setting.owner.public_id,
            outcome=decision.outcome,
            approved_by=decision.approved_by or None,
            supersedes=setting.old.public_id if setting.old else None,
            sealed=setting.case is not None and setting.case.diverted,
        )
        tell_decided(decision, setting.case, begun=begun, stood=setting.owner.state)
        tell_settled(answered)
    return decision


def overturn(
    *,
    decision: Decision,
    statement: str,
    by: User,
    note: str = "",
    approved: tuple[Proposal, User] | None = None,
) -> Decision:
    """It was wrong: all that it did is undone, and nothing else (E22). Raises as `decide`."""
    return decide(wanted=overturning(decision, statement, note=note), by=by, approved=approved)


def overturning(decision: Decision, statement: str, *, note: str = "") -> Wanted:
    """The decision that undoes another; for a proposal of it, too."""
    return Wanted(
        kind=SubjectKind(decision.subject_kind),
        key=decision.subject_id,
        policies=tuple(decision.policies),
        statement=statement,
        case_id=decision.case_id,
        supersedes=decision.pk,
        ground=Ground(decision.ground),
        legal_ground=decision.legal_ground,
        note=note,
    )


def locked(wanted: Wanted, *, by: User | Actor) -> Setting:
    """The case, the person, and the decision whose place it takes; authorised. In the caller's
    transaction. Raises as `decide`."""
    decider = User.objects.get(pk=by.pk) if isinstance(by, User) else by
    owner = User.objects.select_for_update().get(pk=_owner_of(wanted))
    case = _case(wanted, decider)
    old = _old(wanted, case)
    if refusal := decide_refusal(decider, owner, wanted):
        raise refusal
    _refuse_rules(wanted, case, old)
    refuse_unfit(wanted.evidence, kind=wanted.kind, key=wanted.key, case=case)
    if old is not None:
        refuse_in_appeal(old, wanted, decider)
    return Setting(wanted, owner, case, old)


def _refuse_rules(wanted: Wanted, case: Case | None, old: Decision | None) -> None:
    """Rules of child safety stand in its own cases alone, of which nobody is told: elsewhere the
    person would read them (E47). What names one already can be overturned."""
    if case is not None and case.diverted:
        return
    named = old.policies if old is not None and not wanted.wishes else ()
    if DIVERTED & set(wanted.policies).difference(named):
        raise DomainError(
            ErrorCode.INVALID,
            _("A rule of child safety is for its own queue: report it in the app, skip this case."),
            attr="policies",
        )


def _refuse_if_held(setting: Setting, by: User | Actor) -> None:
    """A case is decided by whoever works on it; by the system only while nobody does."""
    if setting.case is None or setting.wanted.supersedes is not None:
        return
    refuse_others(setting.case, by)


def _case(wanted: Wanted, by: User | Actor) -> Case | None:
    if wanted.case_id is None:
        return None
    cases = see_case.queryset(by) if isinstance(by, User) else Case.objects.all()
    case = cases.select_for_update(of=("self",)).filter(pk=wanted.case_id).first()
    if case is None or (case.subject_kind, case.subject_id) != (wanted.kind, wanted.key):
        raise NotFound
    hidden = DESKS[Queue(case.queue)].hidden & {wish.name for wish in wanted.wishes}
    if hidden:
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("Another queue decides that."))
    if wanted.supersedes is None and case.decisions.exists():
        raise StaleState
    return case


def _old(wanted: Wanted, case: Case | None) -> Decision | None:
    if wanted.supersedes is None:
        return None
    old = Decision.objects.filter(pk=wanted.supersedes).first()
    about = (wanted.kind, wanted.key, case.pk if case else None)
    if old is None or (old.subject_kind, old.subject_id, old.case_id) != about:
        raise NotFound
    if Decision.objects.filter(supersedes=old).exists():
        raise StaleState
    return old


def _owner_of(wanted: Wanted) -> UUID:
    """Whose it is, or was when it was looked at."""
    judged: Decision | Case | Target | None
    if wanted.supersedes is not None:
        judged = Decision.objects.filter(pk=wanted.supersedes).first()
    elif wanted.case_id is not None:
        judged = Case.objects.filter(pk=wanted.case_id).first()
    else:
        judged = subject_of(wanted.kind).known(wanted.key)
    if judged is None:
        raise NotFound
    return judged.owner_id


def _write(setting: Setting, actor: Actor, approved: tuple[Proposal, User] | None) -> Decision:
    wanted = setting.wanted
    try:
        with transaction.atomic():
            decision = Decision.objects.create(
                case=setting.case,
                subject_kind=wanted.kind,
                subject_id=wanted.key,
                owner_id=setting.owner.pk,
                source=wanted.source,
                ground=wanted.ground,
                legal_ground=wanted.legal_ground,
                no_appeal=wanted.no_appeal,
                appeal_round=_round(setting),
                policies=list(wanted.policies),
                outcome=Outcome.VIOLATION if wanted.wishes else Outcome.NO_VIOLATION,
                decided_by=str(actor),
                approved_by=str(Actor.person(approved[1].pk)) if approved else "",
                supersedes=setting.old,
            )
    except IntegrityError:
        raise StaleState from None
    DecisionText.objects.create(decision=decision, statement=wanted.statement)
    keep(decision, wanted.evidence)
    if wanted.note:
        DecisionNote.objects.create(decision=decision, by=str(actor), text=wanted.note)
    return decision


def _round(setting: Setting) -> int:
    """How many appeals led to it."""
    before = setting.old.appeal_round if setting.old else 0
    return before + (setting.wanted.appeal_id is not None)


def _do(
    decision: Decision,
    setting: Setting,
    actor: Actor,
    by: User | None,
    approved: tuple[Proposal, User] | None,
) -> list[DecisionAction]:
    """What the old one did is undone first, so that the new one finds things as they were. Returns
    what the strike ladder begins."""
    approver = approved[1].pk if approved else None
    names: set[str] = set()
    if setting.old is not None:
        rows = setting.old.actions.filter(reached=None).order_by("position")
        for row in rows:
            reverse_action(row, decision=decision, actor=actor)
            names.add(row.name)
    for wish in setting.wanted.wishes:
        apply_action(decision, wish, actor=actor, by=by, approved_by=approver)
        names.add(wish.name)
    if ActionName.STRIKE not in names:
        return []
    return settle_ladder(decision, actor=actor, by=by, approved_by=approver)
