"""Reports that say nothing: they stay, and have no effect (E32)."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement import tasks
from enforcement.models import Case, CaseFinding, Contact, Report
from enforcement.models.findings import FoundBy
from enforcement.policies import MANAGE_REPORTERS, see_case
from enforcement.reasons import REASONS
from enforcement.services.cases import close, lighten
from enforcement.services.contacts import reports_by
from enforcement.states import CaseSource, CaseState, ReportState
from enforcement.triage.found import How
from enforcement.triage.hiding import end_of_report
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.outbox.services import enqueue
from lib.states import advance

# Somebody works on a claimed case: they decide.
UNTOUCHED = frozenset({CaseState.OPEN, CaseState.TRIAGED})


def set_aside_all_of(*, person: User | Contact, by: User, why: str) -> int:
    """All reports of somebody, with an account or without, that nobody has answered, but those that
    are looked at whoever says them: of child safety, and of a film with themself in it. Nor those
    of cases that `by` does not see, what is their own among them: whom they accuse does not silence
    them, and learns of none. A case of which nothing else is left is closed. Returns how many.

    `why` is the code of staff's reason. Raises DomainError `permission_denied`,
    `not_allowed_for_self`.
    """
    if not by.has_perm(MANAGE_REPORTERS):
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("You may not do this."))
    if person.pk == by.pk:
        raise DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("That is you."))
    waiting = _waiting(person, by)
    count = 0
    for case_id in waiting.order_by("case_id").values_list("case_id", flat=True).distinct():
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=case_id)
            count += _set_aside_in(case, person, by, why)
    return count


def _said_by(who: User | Contact) -> Q:
    return reports_by(who) if isinstance(who, Contact) else Q(reporter_id=who.pk)


def _waiting(who: User | Contact, by: User) -> QuerySet[Report]:
    reports = Report.objects.filter(
        _said_by(who), state=ReportState.RECEIVED, counts=True, diverted=False, verified=False
    )
    return reports.filter(case__in=see_case.queryset(by))


def _set_aside_in(case: Case, person: User | Contact, by: User, why: str) -> int:
    actor = Actor.person(by.pk)
    rows = _waiting(person, by).filter(case=case).select_for_update()
    reports = list(rows.order_by("pk"))
    for report in reports:
        advance(report, to=ReportState.SET_ASIDE, actor=actor, reason=why, counts=False)
        record("enforcement.report.set_aside", actor=actor, target=report.public_id, reason=why)
        end_of_report(report)
    if reports:
        _take_out(case, person, len(reports))
        enqueue(tasks.forget_unclaimed, case.pk)
        _close_if_empty(case, actor)
    return len(reports)


def _take_out(case: Case, person: User | Contact, count: int) -> None:
    case.report_count = max(0, case.report_count - count)
    if not Report.objects.filter(_said_by(person), case=case, counts=True).exists():
        case.reporter_count = max(0, case.reporter_count - 1)
    case.save(update_fields=["report_count", "reporter_count"])
    left = Report.objects.filter(case=case, counts=True).values_list("reason", flat=True)
    found = CaseFinding.objects.filter(case=case, source=FoundBy.MODERATION).exists()
    if left and not found and case.source == CaseSource.REPORT:
        lighten(case, max(REASONS[code].severity for code in left.distinct()))


def _close_if_empty(case: Case, actor: Actor) -> None:
    """Nothing but these reports opened it, and nobody is at work on it."""
    if case.source != CaseSource.REPORT or case.state not in UNTOUCHED or case.report_count:
        return
    # A weak finding of automation holds no case that nothing else opened.
    strong = Q(source=FoundBy.MODERATION) | Q(kind=How.KNOWN_HASH)
    if CaseFinding.objects.filter(strong, case=case).exists():
        return
    close(case, actor=actor, reason="all its reports were set aside")
