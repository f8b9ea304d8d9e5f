"""Named persons decide what the machine could not: two to approve, one to refuse."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import HeldVerb, User
from accounts.services.age_findings import AgeFinding, record_finding
from accounts.services.second_approval import FOUND, propose
from audit.services import record
from cameos.blocked.precedence import outranked
from cameos.blocked.states import PROTECTED
from cameos.enrolment.limits import APPROVERS
from cameos.enrolment.showing import shown_at
from cameos.enrolment.states import EnrolmentState, HoldReason, Problem, Verdict
from cameos.enrolment.telling import tell_look_alike
from cameos.models import Assessment, BlockedLikeness, Cameo, Enrolment, EnrolmentDecision
from cameos.services.submitting import locked
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.faces.presentation import AttackAnswer

DECIDE = "cameos.decide_enrolment"


def approve(*, enrolment: Enrolment, by: User, why: str = "") -> bool:
    """One of the two who say that it is its owner's own likeness; true with the second.

    What presentation-attack detection left open stays open: such a cameo is its owner's alone.
    Raises DomainError `permission_denied`, also where it resembles somebody who is protected;
    StaleState.
    """
    with transaction.atomic():
        enrolment, scores = _held(enrolment, by)
        if refusal := _protection_refusal(enrolment, scores):
            raise refusal
        _note(enrolment, scores, Verdict.APPROVE_ONCE, by, why)
        if approvals_of(enrolment) < APPROVERS:
            return False
        _finish(enrolment, _accepting(scores), [])
    return True


def refuse(
    *,
    enrolment: Enrolment,
    by: User,
    is_the_other: bool = False,
    is_minor: bool = False,
    is_child: bool = False,
    why: str = "",
) -> None:
    """It is not, or cannot be confirmed; its owner is told no more than that.

    `is_the_other`: it shows the person whose cameo it resembles, who then is told if not before.
    `is_minor`: it shows somebody under 18, whose account is a teen's from now on (law 3), or once
    a second of staff approved it where the account is protected. `is_child`: it shows somebody
    under 13, whose account is frozen at once, protected or not.
    Raises DomainError `permission_denied`, also of whoever may find no ages; StaleState.
    """
    with transaction.atomic():
        # Before the cameo, as where an enrolment begins: nobody waits in a ring.
        owner = User.objects.select_for_update(no_key=True).get(pk=enrolment.owner_id)
        enrolment, scores = _held(enrolment, by)
        _note(enrolment, scores, Verdict.REFUSE, by, why)
        _finish(enrolment, Verdict.REFUSE, [Problem.NOT_CONFIRMED.value])
        if is_minor or is_child:
            _find_young(owner, by, AgeFinding.UNDER_13 if is_child else AgeFinding.UNDER_18)
        told = HoldReason.DUPLICATE in reasons_of(enrolment)
        if is_the_other and not told and scores.near_cameo_id:
            tell_look_alike(scores.near_cameo_id)


def _find_young(owner: User, by: User, finding: AgeFinding) -> None:
    if owner.is_protected and finding != AgeFinding.UNDER_13:
        propose(person=owner, verb=HeldVerb.AGE, actor=by, reason=FOUND, to=finding)
    else:
        record_finding(person=owner, finding=finding, actor=by)


def reasons_of(enrolment: Enrolment) -> list[str]:
    """Why the machine held it; for staff alone."""
    row = _newest_hold(enrolment)
    return row.reasons if row else []


def approvals_of(enrolment: Enrolment) -> int:
    """How many have approved since it was held: an earlier doubt is not a later one."""
    named = EnrolmentDecision.objects.filter(
        enrolment_id=enrolment.pk, verdict=Verdict.APPROVE_ONCE
    )
    held = _newest_hold(enrolment)
    return named.filter(at__gte=held.at).count() if held else named.count()


def _newest_hold(enrolment: Enrolment) -> EnrolmentDecision | None:
    held = EnrolmentDecision.objects.filter(enrolment_id=enrolment.pk, verdict=Verdict.HOLD)
    return held.order_by("-at").first()


def holds_of(person_id: UUID) -> int:
    """How many recordings of a person were ever held."""
    own = Enrolment.objects.filter(owner_id=person_id).values("pk")
    return EnrolmentDecision.objects.filter(enrolment_id__in=own, verdict=Verdict.HOLD).count()


def _held(enrolment: Enrolment, by: User) -> tuple[Enrolment, Assessment]:
    if not by.has_perm(DECIDE):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not decide about enrolments.")
    _, enrolment = locked(enrolment)
    pending = enrolment.state == EnrolmentState.VERIFICATION_PENDING
    if not pending or enrolment.verdict != Verdict.HOLD:
        raise StaleState
    scores = Assessment.objects.filter(enrolment_id=enrolment.pk).latest("at")
    # Nobody judges their own, nor who resembles them.
    if by.pk in {enrolment.owner_id, _owner_of(scores)}:
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not decide about your own.")
    return enrolment, scores


def _owner_of(scores: Assessment) -> UUID | None:
    near = scores.near_cameo_id
    if near is None:
        return None
    return Cameo.objects.filter(pk=near).values_list("owner_id", flat=True).first()


def _protection_refusal(enrolment: Enrolment, scores: Assessment) -> DomainError | None:
    """Two people do not undo the release of a third: only its end does. Who was accepted before
    that release came is somebody who resembles them, as the two may find."""
    reasons = reasons_of(enrolment)
    if HoldReason.BLOCKED_PERSON not in reasons:
        return None
    near = {one for one in (scores.near_cameo_id, *scores.near_blocked) if one}
    # Another face than the cameo's own came now, however long the cameo stands.
    if HoldReason.ANOTHER_PERSON in reasons:
        stands = BlockedLikeness.objects.filter(pk__in=near, state__in=sorted(PROTECTED)).exists()
    else:
        stands = bool(outranked([enrolment.cameo_id], near))
    if not stands:
        return None
    return DomainError(
        ErrorCode.PERMISSION_DENIED,
        "It resembles somebody who asked never to be shown: you can only refuse it while that "
        "protection stands.",
    )


def _accepting(scores: Assessment) -> Verdict:
    if scores.attack == AttackAnswer.BONA_FIDE:
        return Verdict.ACCEPT
    if settings.PRODUCTION:
        raise DomainError(
            ErrorCode.PERMISSION_DENIED,
            "Nobody has looked for a presentation attack: you can only refuse it.",
        )
    return Verdict.ACCEPT_FOR_OWNER_ONLY


def _note(enrolment: Enrolment, scores: Assessment, verdict: Verdict, by: User, why: str) -> None:
    actor = Actor.person(by.pk)
    # Each look has its own scores: who decided about an earlier doubt may decide about this one.
    mine = {
        "enrolment_id": enrolment.pk,
        "assessment_id": scores.pk,
        "actor": str(actor),
        "verdict": verdict,
    }
    if EnrolmentDecision.objects.filter(**mine).exists():
        raise DomainError(ErrorCode.PERMISSION_DENIED, "Somebody else must be the second.")
    EnrolmentDecision.objects.create(**mine, why=why)
    record(
        "cameos.enrolment.decided",
        actor=actor,
        target=enrolment.public_id,
        verdict=verdict.value,
        reason=why,
    )


def _finish(enrolment: Enrolment, verdict: Verdict, problems: list[str]) -> None:
    assert enrolment.submitted_at is not None  # noqa: S101 - a constraint says so
    Enrolment.objects.filter(pk=enrolment.pk).update(
        verdict=verdict,
        problems=problems,
        shown_at=shown_at(enrolment.submitted_at, timezone.now()),
    )
