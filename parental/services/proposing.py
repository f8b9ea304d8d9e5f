"""Changes of controls: what a guardian decides, what either side wishes, what the other says.

What both agree to holds at once, and so does a guardian's stricter value of a limit that is
safety-critical; whatever else a guardian decides holds after a day, or once the teen agrees (D-11).

Where a guardian loosens what stands, or gives up what they had decided, `prove` is called, under
the lock of the link and before anything is written: a found phone tightens, and loosens nothing.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.events import SafeguardsChanged
from accounts.models import User
from accounts.safeguards import Limit, Value
from audit.services import record
from inbox.services import recheck_sockets
from lib.actors import Actor
from lib.errors import NotFound, StaleState
from lib.events import publish
from lib.states import advance, record_initial
from parental.bounds import COOL_DOWN
from parental.models import Control, EntryKind, GuardianLink, Proposal
from parental.selectors import acts_for, side_of
from parental.services.proving import Prove, unasked
from parental.services.writing import enter_change, owe
from parental.states import ProposalKind, ProposalState, Side, Why
from parental.values import SAFETY_CRITICAL, is_tighter, never_looser

CLOCK = Actor.system("parental")
_ANSWERS = {
    ProposalState.IN_FORCE: EntryKind.AGREED,
    ProposalState.DECLINED: EntryKind.REFUSED,
    ProposalState.WITHDRAWN: EntryKind.WITHDRAWN,
    ProposalState.LAPSED: EntryKind.REPLACED,
}


def decide(
    *, link: GuardianLink, by: User, limit: Limit, raw: Any, why: Why, prove: Prove = unasked
) -> Proposal:
    """The guardian sets a limit, or with None lets it go.

    Raises DomainError: no value of this limit, looser than what protects every teen; NotFound for
    a control that is not there; StaleState where the link is over; as `prove`.
    """
    value = None if raw is None else never_looser(limit, raw)
    with transaction.atomic():
        link = _acting(link, by)
        old = _control(link, limit)
        if value is None and old is None:
            raise NotFound
        now = timezone.now()
        if _permits_more(link, limit, value):
            prove()
        critical = limit in SAFETY_CRITICAL and is_tighter(limit, value, old)
        proposal = _make(
            link, by, ProposalKind.DECISION, limit, value, why,
            acts_at=now if critical else now + COOL_DOWN,
        )  # fmt: skip
        enter_change(proposal, EntryKind.DECIDED, Side.GUARDIAN)
        if critical:
            _act(proposal, actor=Actor.person(by.pk))
        elif acts_for(link):
            _tell(proposal, link.teen_id, "family.control_announced")
    return proposal


def wish(
    *, link: GuardianLink, by: User, limit: Limit, raw: Any, why: Why, prove: Prove = unasked
) -> Proposal:
    """Either side asks the other for a value of this guardian's control, or with None for none.

    Raises as `decide` does.
    """
    value = None if raw is None else never_looser(limit, raw)
    with transaction.atomic():
        link = _acting(link, by)
        old = _control(link, limit)
        if value is None and old is None:
            raise NotFound
        if side_of(link, by) == Side.GUARDIAN and _permits_more(link, limit, value):
            prove()  # the teen's yes alone is wanting then
        proposal = _make(link, by, ProposalKind.WISH, limit, value, why)
        side = Side(proposal.by)
        enter_change(proposal, EntryKind.PROPOSED, side)
        other = link.guardian_id if side == Side.TEEN else link.teen_id
        if acts_for(link):
            _tell(proposal, other, "family.proposal_made")
    return proposal


def agree(*, proposal: Proposal, by: User, prove: Prove = unasked) -> Proposal:
    """The other side says yes: it holds at once. Raises NotFound for one's own, StaleState; as
    `prove` for a guardian."""
    with transaction.atomic():
        proposal = _answerable(proposal, by)
        limit = Limit(proposal.limit)
        looser = _permits_more(proposal.link, limit, proposal.value)
        if looser and side_of(proposal.link, by) == Side.GUARDIAN:
            prove()
        enter_change(proposal, EntryKind.AGREED, side_of(proposal.link, by))
        _act(proposal, actor=Actor.person(by.pk))
        _tell_proposer(proposal)
    return proposal


def disagree(*, proposal: Proposal, by: User) -> Proposal:
    """The other side says no to a wish. Raises NotFound for one's own and for a guardian's
    decision, which needs no yes; StaleState."""
    with transaction.atomic():
        proposal = _answerable(proposal, by)
        if proposal.kind == ProposalKind.DECISION:
            raise NotFound
        _settle(proposal, ProposalState.DECLINED, actor=Actor.person(by.pk))
        enter_change(proposal, EntryKind.REFUSED, side_of(proposal.link, by))
        _tell_proposer(proposal)
    return proposal


def take_back(*, proposal: Proposal, by: User, prove: Prove = unasked) -> Proposal:
    """Who proposed it takes it back. Raises NotFound for another's, StaleState; as `prove` for a
    decision that would have tightened."""
    with transaction.atomic():
        proposal = _locked(proposal, by)
        if side_of(proposal.link, by) != proposal.by:
            raise NotFound
        limit = Limit(proposal.limit)
        lost = _gives_up(proposal.link, limit, _control(proposal.link, limit))
        if lost and proposal.by == Side.GUARDIAN:
            prove()
        _settle(proposal, ProposalState.WITHDRAWN, actor=Actor.person(by.pk))
        enter_change(proposal, EntryKind.WITHDRAWN, Side(proposal.by))
    return proposal


def act_when_due(proposal: Proposal) -> None:
    """The time of a decision has come. The caller holds its row; does nothing when it is late.

    Whoever changes a control holds the link first, then the change: where they do, this one is
    left to the next sweep, else each would wait for the other.
    """
    rows = GuardianLink.objects.select_for_update(of=("self",), skip_locked=True)
    link = rows.select_related("guardian").filter(pk=proposal.link_id).first()
    if link is None or proposal.state != ProposalState.OPEN or not acts_for(link, link.guardian):
        return
    proposal.link = link
    _act(proposal, actor=CLOCK)


def lapse_when_due(proposal: Proposal) -> None:
    """Nobody answered a wish. The caller holds its row."""
    if proposal.state == ProposalState.OPEN:
        _settle(proposal, ProposalState.LAPSED, actor=CLOCK)


def lapse_all_of(link: GuardianLink, *, actor: Actor) -> None:
    """The link is over, and what was to come of it. The caller holds its row."""
    for one in _open(link):
        _settle(one, ProposalState.LAPSED, actor=actor)


def _make(  # noqa: PLR0917
    link: GuardianLink,
    by: User,
    kind: ProposalKind,
    limit: Limit,
    value: Value | None,
    why: Why,
    acts_at: Any = None,
) -> Proposal:
    actor, side = Actor.person(by.pk), side_of(link, by)
    for earlier in _open(link).filter(limit=limit, by=side):
        _settle(earlier, ProposalState.LAPSED, actor=actor)
        enter_change(earlier, EntryKind.REPLACED, side)
    proposal = Proposal.objects.create(
        link=link, by=side, kind=kind, limit=limit, value=value, why=why, acts_at=acts_at
    )
    record_initial(proposal, actor=actor, reason=kind.value)
    record(
        "parental.change.made", actor=actor, target=proposal.public_id, limit=limit.value,
        kind=kind.value, link=link.public_id,
    )  # fmt: skip
    return proposal


def _act(proposal: Proposal, *, actor: Actor) -> None:
    """The control is what the proposal says, from this transaction on."""
    link, limit = proposal.link, proposal.limit
    _settle(proposal, ProposalState.IN_FORCE, actor=actor)
    for older in _open(link).filter(limit=limit, by=Side.GUARDIAN, kind=ProposalKind.DECISION):
        _settle(older, ProposalState.LAPSED, actor=actor)  # both agreed on something else
        enter_change(older, EntryKind.REPLACED, Side.GUARDIAN)
    if proposal.value is None:
        Control.objects.filter(link=link, limit=limit).delete()
    else:
        Control.objects.update_or_create(
            link=link, limit=limit, defaults={"value": proposal.value, "set_at": timezone.now()}
        )
    kind = EntryKind.CONTROL_REMOVED if proposal.value is None else EntryKind.CONTROL_SET
    enter_change(proposal, kind, Side.GUARDIAN)
    record(
        "parental.control.changed", actor=actor, target=link.public_id, limit=limit,
        removed=proposal.value is None, proposal=proposal.public_id,
    )  # fmt: skip
    if acts_for(link):
        _tell(proposal, link.teen_id, "family.control_changed")
        publish(SafeguardsChanged(user_id=link.teen_id))
        recheck_sockets(person_id=link.teen_id)


def _permits_more(link: GuardianLink, limit: Limit, new: Value | None) -> bool:
    """Whether `new` permits more than the control that stands or one that is decided on, or is
    none."""
    looser = new is None or not is_tighter(limit, new, _control(link, limit))
    return looser or _gives_up(link, limit, new)


def _gives_up(link: GuardianLink, limit: Limit, new: Value | None) -> bool:
    """Whether `new` permits more than a guardian's decision does that does not hold yet."""
    waiting = _open(link).filter(limit=limit, by=Side.GUARDIAN, kind=ProposalKind.DECISION)
    return any(not is_tighter(limit, new, one.value) for one in waiting)


def _settle(proposal: Proposal, to: ProposalState, *, actor: Actor) -> None:
    advance(proposal, to=to, actor=actor, reason=_ANSWERS[to].value, settled_at=timezone.now())


def _acting(link: GuardianLink, by: User) -> GuardianLink:
    """Its row, under which changes of its controls wait for each other. Raises StaleState."""
    row = GuardianLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not acts_for(row, by):
        raise StaleState
    return row


def _locked(proposal: Proposal, by: User) -> Proposal:
    link = _acting(proposal.link, by)
    row = Proposal.objects.get(pk=proposal.pk)
    row.link = link
    if row.state != ProposalState.OPEN:
        raise StaleState
    return row


def _answerable(proposal: Proposal, by: User) -> Proposal:
    row = _locked(proposal, by)
    if side_of(row.link, by) == row.by:
        raise NotFound
    return row


def _open(link: GuardianLink) -> Any:
    return Proposal.objects.filter(link=link, state=ProposalState.OPEN)


def _control(link: GuardianLink, limit: Limit) -> Value | None:
    row = Control.objects.filter(link=link, limit=limit).first()
    return row.value if row else None


def _tell_proposer(proposal: Proposal) -> None:
    link = proposal.link
    who = link.teen_id if proposal.by == Side.TEEN else link.guardian_id
    data = {"link": link.public_id, "proposal": proposal.public_id, "state": proposal.state}
    if acts_for(link):
        owe(who, "family.proposal_answered", data)


def _tell(proposal: Proposal, person_id: Any, kind: str) -> None:
    owe(
        person_id,
        kind,
        {
            "link": proposal.link.public_id,
            "proposal": proposal.public_id,
            "limit": proposal.limit,
        },
    )
