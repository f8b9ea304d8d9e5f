"""A report that was set aside, and should not have been (law 7)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement import tasks
from enforcement.models import Case, Report
from enforcement.policies import MANAGE_REPORTERS, see_case
from enforcement.reasons import REASONS
from enforcement.services import snapshots
from enforcement.services.cases import ensure_case, last_settled, weigh_in
from enforcement.services.contacts import is_heard, reports_by
from enforcement.services.filing import already_reported
from enforcement.states import SETTLED, ReportState
from enforcement.subjects.base import Target
from enforcement.subjects.registry import subject_of
from enforcement.triage.placing import place_of
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound
from lib.outbox.services import enqueue
from lib.states import advance

REASON = "a report counts again"


def restore(*, report: Report, by: User, why: str) -> Report:
    """It counts again, whether staff set it aside or its reporter was paused: it has the answer of
    its own case where that was decided, else it is in the open case of the thing, which begins now
    where there is none.

    `why` is the code of staff's reason. Raises DomainError `permission_denied`, `already_reported`
    (they said the same since); NotFound where nothing is left of the thing, for whoever said it or
    owns what it speaks of, and where `by` does not see its case; StaleState where it counts.
    """
    if not by.has_perm(MANAGE_REPORTERS):
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("You may not do this."))
    target = subject_of(report.subject_kind).known(report.subject_id)
    if (
        target is None
        or by.pk in (report.owner_id, report.reporter_id)
        or _is_elsewhere(report, by)
    ):
        raise NotFound
    with transaction.atomic():
        case = _own_settled(report) or _open(report, target)
        # Its voice in the case as it will be, this report aside: it may lie there already.
        others = Report.objects.filter(_same_voice(report), case=case).exclude(pk=report.pk)
        if others.filter(reason=report.reason).exists():
            raise already_reported()
        is_new = not others.filter(counts=True).exists()
        advance(
            report, to=ReportState.RECEIVED, actor=Actor.person(by.pk), reason=why,
            counts=True, case=case,
        )  # fmt: skip
        contact = report.contact
        force = report.verified or report.trusted or (contact is not None and is_heard(contact))
        weigh_in(
            case,
            REASONS[report.reason],
            new_reporter=is_new,
            force=force,
            shown=report.verified,
        )
        if case.state in SETTLED:
            enqueue(tasks.answer_reports, case.pk)
        else:
            snapshots.take(case, target, snapshots.seen_now(target))
        record(
            "enforcement.report.restored",
            actor=Actor.person(by.pk),
            target=report.public_id,
            reason=why,
        )
    return report


def _is_elsewhere(report: Report, by: User) -> bool:
    """Whether it lies in a case that they do not see."""
    return report.case is not None and not see_case.allows(by, report.case)


def _same_voice(report: Report) -> Q:
    if report.contact is not None:
        return reports_by(report.contact)
    return Q(reporter_id=report.reporter_id)


def _own_settled(report: Report) -> Case | None:
    if report.case_id is None:
        return None
    decided = Case.objects.filter(state__in=sorted(SETTLED)).exclude(outcome="")
    return decided.select_for_update().filter(pk=report.case_id).first()


def _open(report: Report, target: Target) -> Case:
    reason = REASONS[report.reason]
    place = place_of(target.kind, target.key, reason, shown=report.verified)
    return ensure_case(
        target,
        queue=place.queue,
        severity=reason.severity,
        due_at=timezone.now() + place.clock,
        follows=last_settled(target),
        reason=REASON,
    )
