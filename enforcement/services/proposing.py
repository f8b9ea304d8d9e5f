"""Decisions that take two people: proposed by one, made when another approves (E19)."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement.limits import PROPOSAL_WAITS
from enforcement.models import Decision, Proposal, ProposalState
from enforcement.policies import decide_refusal, see_case
from enforcement.services.deciding import decide, locked
from enforcement.wanted import Wanted, accepted, as_json, from_json
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.repairs import repair_each
from lib.states import advance, record_initial

CLOCK = Actor.system("clock")


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
                    wanted=as_json(setting.wanted),
                    asked_by=by.pk,
                )
        except IntegrityError:
            raise StaleState(_("A proposal about this waits already.")) from None
        record_initial(row, actor=actor, reason="proposed")
        record("enforcement.proposal.made", actor=actor, target=row.public_id)
    return row


def approve(*, proposal: Proposal, by: User) -> Decision:
    """Make it, as its proposer's decision. Raises as `decide`, `not_allowed_for_self` for whoever
    proposed it, StaleState where it waits no more or waited too long."""
    with transaction.atomic():
        row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if row.state != ProposalState.WAITING or row.wanted is None:
            raise StaleState
        if row.asked_at < timezone.now() - PROPOSAL_WAITS:
            raise StaleState(_("This waited too long: propose it anew."))
        wanted = from_json(row.wanted)
        _authorise(row, wanted, by)
        _settle(row, ProposalState.APPROVED, by)
        decision = decide(wanted=wanted, by=User.objects.get(pk=row.asked_by), approved=(row, by))
        Proposal.objects.filter(pk=row.pk).update(decision=decision)
    return decision


def drop(*, proposal: Proposal, by: User) -> None:
    """It will not be done. Whoever proposed it may say so, too. Raises as `approve`."""
    with transaction.atomic():
        row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if row.state != ProposalState.WAITING or row.wanted is None:
            raise StaleState
        if row.case is not None and not see_case.allows(by, row.case):
            raise NotFound
        owner = User.objects.get(pk=row.owner_id)
        if refusal := decide_refusal(User.objects.get(pk=by.pk), owner, from_json(row.wanted)):
            raise refusal
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
    record("enforcement.proposal.settled", actor=actor, target=row.public_id, to=to.value)
