"""Who works on a case: claimed with a lease, by one person at a time (E13).

A claim ends when the case is decided, proposed about, given back or skipped, when nobody renewed
it, or when its holder may not work on the case any more: then the case waits again. Order of locks:
the person, the case, its claim.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement.limits import CLAIM_LASTS, CLAIMS_AT_ONCE, SKIP_LASTS
from enforcement.models import Assignment, Case, EndedAs, SkipReason
from enforcement.policies import claimable
from enforcement.reasons import Queue
from enforcement.states import WAITING, CaseState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.repairs import repair_each
from lib.states import advance

CLOCK = Actor.system("clock")
FIRST = ("-priority", "sla_due_at", "id")


def claim_next(by: User, queue: Queue | None = None, *, at_least: int = 0) -> Assignment | None:
    """The case whose turn it is among those that `by` may work on, claimed for them; what they hold
    already comes before any other. None where nothing waits for them.

    `at_least` leaves out cases of a lower priority, but never one that must be looked at (E11).
    What others claim at the same moment is passed over, not waited for. Raises DomainError
    `claim_limit` where they hold as many as one may, all of them in other queues.
    """
    with transaction.atomic():
        _lock_person(by)
        _let_go_of_lost(by)
        if mine := _held_in(by, queue):
            return _renewed(mine)
        _refuse_more(by)
        case = _first(by, queue, at_least)
        if case is None and return_idle():  # however late the clock is
            case = _first(by, queue, at_least)
        return _take(case, by) if case else None


def claim(case: Case, by: User) -> Assignment:
    """This one, where nobody holds it. Whoever holds it already holds it for longer.

    Raises NotFound, StaleState where it is decided, DomainError `case_held` where somebody else
    works on it, `claim_limit`.
    """
    with transaction.atomic():
        _lock_person(by)
        row = claimable(by).select_for_update(of=("self",)).filter(pk=case.pk).first()
        if row is None:
            raise NotFound
        live = _locked_claim(row)
        if live is not None and live.leased_until > timezone.now():
            if live.holder == by.pk:
                return _renewed(live)
            raise DomainError(ErrorCode.CASE_HELD, _("Somebody else works on this case."))
        if live is not None:
            _end(row, live, EndedAs.IDLE, CLOCK)
        if row.state not in WAITING:
            raise StaleState
        _let_go_of_lost(by)
        _refuse_more(by)
        return _take(row, by)


def renew(case: Case, by: User) -> datetime:
    """Whoever holds it is still at work. Returns until when. Raises DomainError `case_not_held`:
    also where the lease ran out a moment ago, for another may have begun."""
    until = timezone.now() + CLAIM_LASTS
    mine = _of(by).filter(case=case, leased_until__gt=timezone.now())
    if not mine.update(leased_until=until):
        raise _not_held()
    return until


def release(case: Case, by: User) -> None:
    """They give it back; it waits again. Raises DomainError `case_not_held`."""
    _give_back(case, by, EndedAs.RELEASED)


def skip(case: Case, by: User, reason: SkipReason) -> None:
    """They leave it to another, and say why; it is not offered to them for a time (E41). Raises
    DomainError `case_not_held`, `invalid_choice`."""
    if reason not in SkipReason:
        raise DomainError(ErrorCode.INVALID_CHOICE, _("Say why."), attr="reason")
    _give_back(case, by, EndedAs.SKIPPED, SkipReason(reason))


def end_for_proposal(case: Case, by: User) -> None:
    """They proposed a decision, which another approves: they work on the case no more. The caller
    holds the case. Whoever else holds it keeps it."""
    live = _locked_claim(case)
    if live is not None and live.holder == by.pk:
        _end(case, live, EndedAs.PROPOSED, Actor.person(by.pk))


def holder_of(case: Case) -> UUID | None:
    """Who works on it now."""
    live = Assignment.objects.filter(case=case, ended_at=None).first()
    return live.holder if live is not None and live.leased_until > timezone.now() else None


def refuse_others(case: Case, by: User | Actor) -> None:
    """Where somebody holds it, nobody else decides, nor does the system. Raises DomainError
    `case_held`."""
    me = by.pk if isinstance(by, User) else ""
    if holder_of(case) not in (None, me):
        raise DomainError(ErrorCode.CASE_HELD, _("Somebody else works on this case."))


def held_by(by: User) -> QuerySet[Assignment]:
    """What they work on and still may, the oldest first."""
    seen = claimable(by).values("pk")
    live = _of(by).filter(leased_until__gt=timezone.now(), case__in=seen)
    return live.order_by("claimed_at", "id")


def return_idle() -> int:
    """Cases whose holders went away wait again. Returns how many."""
    over = Assignment.objects.filter(ended_at=None, leased_until__lte=timezone.now())
    cases = Case.objects.filter(Exists(over.filter(case=OuterRef("pk"))))
    return repair_each(cases, _return_idle, by="opened_at")


def _return_idle(case: Case) -> None:
    live = _locked_claim(case)
    if live is not None and live.leased_until <= timezone.now():
        _end(case, live, EndedAs.IDLE, CLOCK)


def turn(by: User, queue: Queue | None, *, at_least: int) -> QuerySet[Case]:
    """What waits and may be offered to `by`, whose turn it is first; read by an index."""
    since = timezone.now() - SKIP_LASTS
    skipped = Assignment.objects.filter(
        case=OuterRef("pk"), holder=by.pk, ended_as=EndedAs.SKIPPED, ended_at__gt=since
    )
    rows = claimable(by).filter(~Exists(skipped), state__in=sorted(WAITING))
    if queue is not None:
        rows = rows.filter(queue=queue)
    if at_least:
        rows = rows.filter(Q(priority__gte=at_least) | Q(force_review=True))
    return rows.order_by(*FIRST)


def _first(by: User, queue: Queue | None, at_least: int) -> Case | None:
    rows = turn(by, queue, at_least=at_least)
    return rows.select_for_update(skip_locked=True, of=("self",)).first()


def _take(case: Case, by: User) -> Assignment:
    actor = Actor.person(by.pk)
    advance(case, to=CaseState.CLAIMED, actor=actor, reason="claimed")
    until = timezone.now() + CLAIM_LASTS
    row = Assignment.objects.create(case=case, holder=by.pk, leased_until=until)
    record("enforcement.case.claimed", actor=actor, target=case.public_id, sealed=case.diverted)
    return row


def _give_back(case: Case, by: User, how: EndedAs, reason: SkipReason | None = None) -> None:
    with transaction.atomic():
        row = Case.objects.select_for_update().get(pk=case.pk)
        live = _locked_claim(row)
        if live is None or live.holder != by.pk:
            raise _not_held()
        _end(row, live, how, Actor.person(by.pk), reason)


def _end(
    case: Case, live: Assignment, how: EndedAs, actor: Actor, why: SkipReason | None = None
) -> None:
    """The caller holds both."""
    live.ended_at, live.ended_as, live.skip_reason = timezone.now(), how, why or ""
    live.save(update_fields=["ended_at", "ended_as", "skip_reason"])
    if case.state == CaseState.CLAIMED:
        advance(case, to=CaseState.TRIAGED, actor=actor, reason=how.value)
    facts = {"why": why.value} if why else {}
    record(
        f"enforcement.case.{how.value}",
        actor=actor,
        target=case.public_id,
        sealed=case.diverted,
        **facts,
    )


def _locked_claim(case: Case) -> Assignment | None:
    """Also one whose lease ran out. Locked: nobody renews it meanwhile."""
    return Assignment.objects.select_for_update().filter(case=case, ended_at=None).first()


def _let_go_of_lost(by: User) -> None:
    """Ends what `by` holds and may not work on any more, and what they left until the lease was
    over. A case that somebody else has in hand right now is passed over: nothing waits here."""
    seen = claimable(by)
    over = Q(leased_until__lte=timezone.now())
    for row in _of(by).filter(over | ~Q(case__in=seen.values("pk"))):
        cases = Case.objects.select_for_update(skip_locked=True, of=("self",))
        case = cases.filter(pk=row.case_id).first()
        live = _locked_claim(case) if case is not None else None
        if case is None or live is None or live.pk != row.pk:
            continue
        if not seen.filter(pk=case.pk).exists():
            _end(case, live, EndedAs.LOST, CLOCK)
        elif live.leased_until <= timezone.now():
            _end(case, live, EndedAs.IDLE, CLOCK)


def _refuse_more(by: User) -> None:
    """The caller holds the person: two claims at once are counted one after the other."""
    if _of(by).count() >= CLAIMS_AT_ONCE:
        raise DomainError(ErrorCode.CLAIM_LIMIT, _("Finish what you hold first."))


def _held_in(by: User, queue: Queue | None) -> Assignment | None:
    rows = held_by(by).select_related("case")
    return (rows.filter(case__queue=queue) if queue else rows).first()


def _renewed(row: Assignment) -> Assignment:
    row.leased_until = timezone.now() + CLAIM_LASTS
    row.save(update_fields=["leased_until"])
    return row


def _of(by: User) -> QuerySet[Assignment]:
    return Assignment.objects.filter(holder=by.pk, ended_at=None)


def _lock_person(by: User) -> None:
    """Two clicks of one person are one claim."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _not_held() -> DomainError:
    return DomainError(ErrorCode.CASE_NOT_HELD, _("Claim the case first."))
