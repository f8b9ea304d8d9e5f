"""Decisions that take two people: proposed by one, made when another approves (E19)."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement.appeal_rules import judged
from enforcement.limits import PROPOSAL_WAITS
from enforcement.models import Case, Decision, Proposal, ProposalState
from enforcement.own_looks import refuse_own_look
from enforcement.policies import decide_refusal, see_case
from enforcement.services.claiming import end_for_proposal
from enforcement.services.deciding import decide, locked
from enforcement.services.snapshots import state_of
from enforcement.wanted import Wanted, accepted, as_json, from_json
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.repairs import repair_each
from lib.states import advance, record_initial

CLOCK = Actor.system("clock")
SEEN = "seen"  # what the thing was when it was proposed, beside the decision


def propose(*, wanted: Wanted, by: User) -> Proposal:
    """Ask for a second person; until one approves nothing of it holds and nobody is told. Raises as
    `decide`, and StaleState where it takes no two, or where another waits for the same thing."""
    actor = Actor.person(by.pk)
    with transaction.atomic():
        setting = locked(accepted(wanted), by=by)
        if not setting.needs_two:
            raise StaleState(_("This takes no second person: decide it."))
        try:
            with transaction.atomic():
                row = Proposal.objects.create(
                    case=setting.case,
                    subject_kind=wanted.kind,
                    subject_id=wanted.key,
                    owner_id=setting.owner.pk,
                    wanted={**as_json(setting.wanted), SEEN: state_of(wanted.kind, wanted.key)},
                    asked_by=by.pk,
                )
        except IntegrityError:
            raise StaleState(_("A proposal about this waits already.")) from None
        if setting.case is not None:
            end_for_proposal(setting.case, by)
        if wanted.appeal_id is not None:
            answered = Case.objects.select_for_update(of=("self",))
            end_for_proposal(answered.get(appeals=wanted.appeal_id), by)
        record_initial(row, actor=actor, reason="proposed")
        record(
            "enforcement.proposal.made", actor=actor, target=row.public_id, sealed=_is_sealed(row)
        )
    return row


def approve(*, proposal: Proposal, by: User, seen: str = "") -> Decision:
    """Make it, as its proposer's decision. `seen`: what the thing was (`state_of`) when `by` looked
    at it; without it they saw what was proposed. Raises as `decide`, `not_allowed_for_self` for
    whoever proposed it, StaleState where it waits no more, waited too long, or where the thing is
    another since."""
    with transaction.atomic():
        row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if row.state != ProposalState.WAITING or row.wanted is None:
            raise StaleState
        if row.asked_at < timezone.now() - PROPOSAL_WAITS:
            raise StaleState(_("This waited too long: propose it anew."))
        wanted = from_json(row.wanted)
        _authorise(row, wanted, by)
        if (seen or row.wanted.get(SEEN, "")) != state_of(wanted.kind, wanted.key):
            raise StaleState(_("What it is about changed since: look at it again."))
        _settle(row, ProposalState.APPROVED, by)
        decision = decide(wanted=wanted, by=User.objects.get(pk=row.asked_by), approved=(row, by))
        Proposal.objects.filter(pk=row.pk).update(decision=decision)
    return decision


def drop(*, proposal: Proposal, by: User) -> None:
    """It will not be done. Whoever proposed it may say so, too; else nobody who decided or approved
    what it undoes, nor whoever shut out whom its case is about: they would keep alone what another
    finds wrong. Raises as `approve`, `permission_denied`."""
    with transaction.atomic():
        row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if row.state != ProposalState.WAITING or row.wanted is None:
            raise StaleState
        if row.case is not None and not see_case.allows(by, row.case):
            raise NotFound
        owner, wanted = User.objects.get(pk=row.owner_id), from_json(row.wanted)
        if refusal := decide_refusal(User.objects.get(pk=by.pk), owner, wanted):
            raise refusal
        if row.asked_by != by.pk:
            _refuse_judge(row, wanted, by)
        _settle(row, ProposalState.DROPPED, by)


def drop_old() -> int:
    """What nobody approved in time: its words go. Returns how many."""
    before = timezone.now() - PROPOSAL_WAITS
    old = Proposal.objects.filter(state=ProposalState.WAITING, asked_at__lt=before)
    return repair_each(old, lambda row: _settle(row, ProposalState.DROPPED, None), by="asked_at")


def drop_about(person_id: UUID) -> None:
    """Their account is deleted. Whoever approves one right now finds that, and it waits out its
    time."""
    waiting = Proposal.objects.filter(state=ProposalState.WAITING, owner_id=person_id)
    for row in waiting.select_for_update(skip_locked=True):
        _settle(row, ProposalState.DROPPED, None)


def _authorise(row: Proposal, wanted: Wanted, by: User) -> None:
    if row.asked_by == by.pk:
        raise DomainError(
            ErrorCode.NOT_ALLOWED_FOR_SELF, _("Another member of staff must approve.")
        )
    locked(wanted, by=by)


def _refuse_judge(row: Proposal, wanted: Wanted, by: User) -> None:
    """Not `locked`: what became too late can still be declined."""
    refuse_own_look(row.case, by)
    old = Decision.objects.filter(pk=wanted.supersedes).first() if wanted.supersedes else None
    if old is not None and judged(old, by.pk):
        raise DomainError(
            ErrorCode.PERMISSION_DENIED, _("Somebody who did not decide it must answer.")
        )


def _settle(row: Proposal, to: ProposalState, by: User | None) -> None:
    actor = Actor.person(by.pk) if by else CLOCK
    advance(
        row,
        to=to,
        actor=actor,
        reason=to.value,
        wanted=None,
        settled_by=by.pk if by else None,
        settled_at=timezone.now(),
    )
    record(
        "enforcement.proposal.settled",
        actor=actor,
        target=row.public_id,
        to=to.value,
        sealed=_is_sealed(row),
    )


def _is_sealed(row: Proposal) -> bool:
    return row.case is not None and row.case.diverted
