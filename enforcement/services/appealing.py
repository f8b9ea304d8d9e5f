"""Appealing a decision, and answering it (E25 to E29).

Order of locks: the person whom the decision concerns, its case, then the appeals of it.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement.actions.base import Wish
from enforcement.appeal_notices import tell_settled
from enforcement.appeal_rules import (
    Right,
    did,
    refusal,
    right_of_owner,
    right_of_reporter,
    standing_decision,
    upheld_for_reporters,
)
from enforcement.evidence import Evidence
from enforcement.limits import APPEAL_ANSWERED_WITHIN, APPEAL_CHARACTERS
from enforcement.locking import lock_film, locks
from enforcement.models import (
    Appeal,
    AppealOutcome,
    AppealState,
    AppealText,
    Case,
    Decision,
    DecisionSource,
    Ground,
    Party,
    Proposal,
    Report,
)
from enforcement.policies import claimable, see_case
from enforcement.proposed import refuse_past
from enforcement.reasons import REASONS
from enforcement.services import snapshots
from enforcement.services.appeal_ends import back_to_decided, settle_pending
from enforcement.services.claiming import refuse_others
from enforcement.services.deciding import decide
from enforcement.services.outcomes import settle_case
from enforcement.services.proposing import propose
from enforcement.states import UNDECIDED, CaseSource, CaseState, Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from enforcement.wanted import Wanted, accepted_text
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.plain_text import is_invisible
from lib.states import advance, record_initial


@dataclass(frozen=True, slots=True)
class Remedy:
    """What takes the place of a decision that was wrong. `reasons`: the statement for the person
    whom the new one concerns, where that is not who appealed; `note`: for staff alone; `evidence`:
    what it rests on."""

    wishes: tuple[Wish, ...] = ()
    policies: tuple[str, ...] = ()
    reasons: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


def appeal_own(*, decision: Decision, text: str) -> Appeal:
    """By the person whom it concerns, whether they sign in or come from the link in their letter;
    that it is they the caller knows. Raises DomainError `required`, `max_length`,
    `invalid_characters`; `already_appealed`, `not_appealable`, `gone` after its time; NotFound
    where the account is deleted.
    """
    words = accepted_text(text, "text", most=APPEAL_CHARACTERS, required=_("Say why it is wrong."))
    with transaction.atomic():
        hold(decision)
        person = decision.owner_id
        if User.objects.filter(pk=person, deleted_at=None).first() is None:
            raise NotFound
        refuse(owner_right(decision))
        return _send(
            Appeal(decision=decision, party=Party.OWNER, person_id=person),
            words,
            Actor.person(person),
        )


def appeal_report(*, report: Report, text: str) -> Appeal:
    """By whoever reported it, where nothing was found. The same."""
    words = accepted_text(text, "text", most=APPEAL_CHARACTERS, required=_("Say why it is wrong."))
    with transaction.atomic():
        found = standing_decision(report.case) if report.case else None
        if found is None:
            raise refusal_of_nothing()
        hold(found)
        held = Report.objects.select_related("case").get(pk=report.pk)
        decision = standing_decision(held.case) if held.case else None
        if decision != found:
            raise StaleState
        refuse(reporter_right(held, decision))
        person, contact = held.reporter_id, held.contact
        actor = Actor.person(person) if person else Actor.system("contact")
        row = Appeal(
            decision=found, party=Party.REPORTER, report=held, person_id=person, contact=contact
        )
        return _send(row, words, actor)


def owner_right(decision: Decision) -> Right:
    """Of the person whom it concerns, read now."""
    appealed = Appeal.objects.filter(decision=decision, party=Party.OWNER).exists()
    replaced = Decision.objects.filter(supersedes=decision).exists()
    return right_of_owner(decision, appealed=appealed, did=did(decision), replaced=replaced)


def reporter_right(report: Report, decision: Decision | None) -> Right:
    """Of whoever made this report; they appeal a decision once, whatever number of reports. Read
    anew under the lock of `hold`, which whoever answers an appeal takes too."""
    who: dict[str, object] = {"person_id": report.reporter_id}
    if report.contact is not None:
        who = {"contact__mailbox": report.contact.mailbox}
    appealed = decision is not None and Appeal.objects.filter(decision=decision, **who).exists()
    heard = decision is not None and upheld_for_reporters(decision).exists()
    return right_of_reporter(report, decision, appealed=appealed, heard=heard)


def refuse(right: Right) -> None:
    """Raises DomainError as `appeal_own`."""
    if refused := refusal(right):
        raise refused


def refusal_of_nothing() -> DomainError:
    """There is no decision to appeal."""
    return DomainError(ErrorCode.NOT_APPEALABLE, _("There is nothing here to appeal."))


def resolve(
    *,
    appeal: Appeal,
    by: User,
    outcome: AppealOutcome,
    statement: str,
    remedy: Remedy | None = None,
) -> Decision | Proposal | None:
    """Answer it, and all others that wait in its case, with a text for whoever appealed.

    Upheld: the decision stands; None. Overturned: another takes its place, through `decide`. An
    owner's appeal so undoes what was done; with wishes in the `remedy` something milder takes its
    place. A reporter's takes wishes and reasons, the thing breaks a rule after all. A Proposal
    where it takes two people: the appeal is answered when another approves.

    Raises DomainError as `decide`; `permission_denied` for whoever decided or approved the decision
    under appeal, `required` for a text or for actions, NotFound for a case that `by` may not see,
    StaleState where it was answered.
    """
    answer = accepted_text(statement, "statement", required=_("Say why, for who appealed."))
    with transaction.atomic():
        hold(appeal.decision)
        row = Appeal.objects.select_related("decision", "case").get(pk=appeal.pk)
        if row.state != AppealState.PENDING:
            raise StaleState
        authorise(row, by)
        if outcome == AppealOutcome.UPHELD:
            _uphold(row, by, answer)
            return None
        wanted = remedied(row, answer, remedy or Remedy())
        try:
            with transaction.atomic():
                return decide(wanted=wanted, by=by)
        except DomainError as refused:
            if refused.code != ErrorCode.SECOND_APPROVAL_REQUIRED:
                raise
        return propose(wanted=wanted, by=by)


def authorise(row: Appeal, by: User) -> None:
    """Whether `by` may answer it. Raises DomainError `permission_denied`, also for whoever decided
    what it is against; `case_held` where somebody else works on it; NotFound; StaleState while an
    answer waits for a second person."""
    old = row.decision
    refuse_past(old.case, kind=old.subject_kind, key=old.subject_id)
    fresh = User.objects.get(pk=by.pk)
    if not fresh.stands or not fresh.is_staff:
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("You may not decide this."))
    if claimable(fresh).filter(pk=row.case_id).exists():
        refuse_others(row.case, fresh)
        return
    if see_case.allows(fresh, row.case):
        raise DomainError(
            ErrorCode.PERMISSION_DENIED, _("Somebody who did not decide it must answer.")
        )
    raise NotFound


def remedied(row: Appeal, answer: str, remedy: Remedy) -> Wanted:
    """The decision that takes the place of the one under appeal: on the law that that rests on, and
    by its order, where something is still done. Raises DomainError `required`."""
    old = row.decision
    by_order = old.source == DecisionSource.LEGAL and bool(remedy.wishes)
    if row.party == Party.REPORTER and not remedy.wishes:
        raise DomainError(ErrorCode.REQUIRED, _("Say what is done about it."), attr="actions")
    if row.party == Party.REPORTER and is_invisible(remedy.reasons):
        raise DomainError(ErrorCode.REQUIRED, _("Say why, for whose it is."), attr="reasons")
    return Wanted(
        kind=SubjectKind(old.subject_kind),
        key=old.subject_id,
        policies=remedy.policies or tuple(old.policies),
        statement=remedy.reasons or answer,
        wishes=remedy.wishes,
        case_id=old.case_id,
        supersedes=old.pk,
        source=DecisionSource.LEGAL if by_order else DecisionSource.PERSON,
        ground=Ground(old.ground),
        legal_ground=old.legal_ground,
        note=remedy.note,
        evidence=remedy.evidence,
        appeal_id=row.pk,
        answer=answer,
    )


def _uphold(row: Appeal, by: User, answer: str) -> None:
    actor = Actor.person(by.pk)
    decision = row.decision
    settled = settle_pending(
        decision, state=AppealState.RESOLVED, outcome=AppealOutcome.UPHELD, answer=answer,
        actor=actor,
    )  # fmt: skip
    back_to_decided(decision, actor=actor, reason="upheld on appeal")
    settle_case(
        Case.objects.select_for_update().get(pk=row.case_id),
        outcome=Outcome(decision.outcome),
        actor=actor,
    )
    tell_settled(settled)


def hold(decision: Decision) -> None:
    """Whoever decides about the person waits, and so does whoever else appeals. In the caller's
    transaction."""
    User.objects.select_for_update().filter(pk=decision.owner_id).first()
    if decision.case_id is not None:
        Case.objects.select_for_update(of=("self",)).get(pk=decision.case_id)


def _send(row: Appeal, words: str, actor: Actor) -> Appeal:
    row.case = _case(row.decision, row.party)
    row.locked = locks(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise DomainError(ErrorCode.ALREADY_APPEALED, _("You appealed this already.")) from None
    AppealText.objects.create(appeal=row, text=words)
    record_initial(row, actor=actor, reason="appealed")
    if row.locked:
        lock_film(row, actor=Actor.system("appeal"))  # who reported it stands in no row of it
    record(
        "enforcement.appeal.sent",
        actor=actor,
        target=row.public_id,
        decision=row.decision.public_id,
        party=str(row.party),
    )
    return row


def _case(decision: Decision, party: str) -> Case:
    """The one in which others of the same side wait, or a new one in the same queue (E30)."""
    waits = Appeal.objects.filter(decision=decision, party=party, state=AppealState.PENDING)
    there = waits.filter(case__state__in=sorted(UNDECIDED)).select_related("case").first()
    if there is not None:
        return there.case
    before = decision.case
    gravest = max((REASONS[code] for code in decision.policies), key=lambda one: one.severity)
    diverted = before.diverted if before else gravest.diverted
    severity = before.severity if before else gravest.severity
    case = Case.objects.create(
        subject_kind=decision.subject_kind,
        subject_id=decision.subject_id,
        owner_id=decision.owner_id,
        source=CaseSource.APPEAL,
        queue=before.queue if before else gravest.queue,
        diverted=diverted,
        severity=severity,
        priority=severity,
        components={"severity": severity},
        force_review=True,
        follows=before,
        sla_due_at=timezone.now() + APPEAL_ANSWERED_WITHIN,
    )
    clock = Actor.system("intake")
    record_initial(case, actor=clock, reason="appealed")
    record(
        "enforcement.case.opened",
        actor=clock,
        target=case.public_id,
        subject=case.subject,
        source=CaseSource.APPEAL.value,
        sealed=case.diverted,
    )
    if before is not None:
        snapshots.keep_for_appeal(before)
    if before is not None and before.state == CaseState.DECIDED:
        advance(before, to=CaseState.UNDER_APPEAL, actor=clock, reason="appealed")
    target = subject_of(SubjectKind(decision.subject_kind)).known(decision.subject_id)
    if target is not None and not diverted:
        snapshots.take(case, target, snapshots.seen_now(target))
    return case
