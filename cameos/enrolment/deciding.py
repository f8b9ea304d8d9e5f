"""The machine's verdict becomes rows; nothing of it is shown yet."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos import tasks
from cameos.enrolment.claiming import WORKER, still_mine
from cameos.enrolment.outcomes import Outcome
from cameos.enrolment.showing import shown_at
from cameos.enrolment.states import EnrolmentState, HoldReason, Verdict
from cameos.enrolment.telling import tell_look_alike
from cameos.models import Assessment, Enrolment, EnrolmentDecision
from lib.errors import StaleState
from lib.outbox.services import enqueue


def conclude(
    enrolment: Enrolment,
    outcome: Outcome,
    *,
    assessment: Assessment | None = None,
    recording_id: UUID | None = None,
) -> None:
    """Keep the scores, the decision and the verdict, in one transaction.

    Raises StaleState where the enrolment was given up or another worker has it: then no row stays.
    """
    submitted = enrolment.submitted_at
    assert submitted is not None  # noqa: S101 - a constraint says so of what is looked at
    with transaction.atomic():
        rows = Enrolment.objects.filter(
            pk=enrolment.pk, state=EnrolmentState.VERIFICATION_PENDING, **still_mine(enrolment)
        )
        refused = outcome.verdict == Verdict.REFUSE
        changed = rows.update(
            verdict=outcome.verdict,
            problems=list(outcome.reasons) if refused else [],
            shown_at=shown_at(submitted, timezone.now()),
            recording_id=recording_id,
            leased_until=None,
        )
        if changed != 1:
            raise StaleState
        if assessment is not None:
            assessment.save(force_insert=True)
        EnrolmentDecision.objects.create(
            enrolment_id=enrolment.pk,
            assessment_id=assessment.pk if assessment else None,
            verdict=outcome.verdict,
            reasons=list(outcome.reasons),
            actor=str(WORKER),
        )
        if outcome.verdict == Verdict.HOLD:
            _hold(enrolment, outcome, assessment)


def _hold(enrolment: Enrolment, outcome: Outcome, assessment: Assessment | None) -> None:
    record(
        "cameos.enrolment.held",
        actor=WORKER,
        target=enrolment.public_id,
        reasons=",".join(outcome.reasons),
    )
    if HoldReason.APPARENT_MINOR in outcome.reasons:
        enqueue(tasks.note_young_face, enrolment.owner_id)
    if HoldReason.DUPLICATE in outcome.reasons and assessment and assessment.near_cameo_id:
        tell_look_alike(assessment.near_cameo_id)
