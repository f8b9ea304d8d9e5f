"""Hide first, decide after (D-17; abuse.md): a post, by whoever's word lanes.py names, until
somebody decided. Undone exactly, and by the decision on its case at the latest."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.services import record
from enforcement import tasks
from enforcement.hiding_notices import tell_hidden, tell_shown_again
from enforcement.models import Case, Hiding, HidingEnd, Lane, Report
from enforcement.states import UNDECIDED, Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.lanes import (
    A_BUDGET_LASTS,
    CHILD,
    COUNTED_FOR_TARGET,
    TARGET_BUDGET,
    WRONG_AT_MOST,
    WRONG_COUNTS,
    LaneRule,
    lane_of,
)
from feed.models import Post, PostHoldKind
from feed.services.holds import hold_post, lift_post
from feed.states import PostState
from lib.actors import Actor
from lib.advisory import hold_name
from lib.api.throttling import count
from lib.outbox.services import enqueue

HIDER = Actor.system("hide_first")
SCOPE = "hide_first"


def hide_first(report: Report, case: Case, *, network: str = "") -> Hiding | None:
    """Hide the post that was reported, where this word does so and its budgets last; None where a
    person decides first. `network`: where it was said, where that is known. In the transaction of
    the report, which holds the case and whoever speaks; a child's case waits for a worker."""
    if not report.counts or case.state not in UNDECIDED or report.subject_kind != SubjectKind.POST:
        return None
    if report.diverted:
        enqueue(tasks.support_child_report, report.pk)
        return None
    rule = lane_of(report)
    return _hide(report, case, rule, network) if rule else None


def hide_child(report: Report, case: Case) -> Hiding | None:
    """The same of a report of child safety that a check supports. The caller holds the case."""
    return _hide(report, case, CHILD, "") if case.state in UNDECIDED else None


def _hide(report: Report, case: Case, rule: LaneRule, network: str) -> Hiding | None:
    shown = Post.objects.filter(pk=report.subject_id, state=PostState.PUBLISHED).exists()
    same = Hiding.objects.select_for_update().filter(
        post_id=report.subject_id, reason=report.reason
    )
    hold_name(f"hide_first:{report.owner_id}")
    before = same.first()
    if before is not None and not _strengthens(rule, before):
        return None
    if not shown or not _lasts(report, rule, network):
        return None
    if before is not None:
        return _strengthen(before, report, rule)
    now = timezone.now()
    row = Hiding.objects.create(
        case=case,
        report=report,
        post_id=report.subject_id,
        owner_id=report.owner_id,
        reason=report.reason,
        lane=rule.lane,
        since=now,
        ends_at=now + rule.lasts if rule.lasts else None,
    )
    hold_post(post_id=row.post_id, kind=PostHoldKind.HIDDEN, cause=row.cause, actor=HIDER)
    record("enforcement.post.hidden_first", actor=HIDER, target=case.public_id, lane=rule.lane)
    enqueue(tasks.watch_hidings)
    if rule.lane != Lane.CHILD:
        tell_hidden(row)
    return row


def _strengthens(rule: LaneRule, row: Hiding) -> bool:
    """Whether this word would hide until a decision what hides for a time now."""
    return rule.lasts is None and row.ended_at is None and row.ends_at is not None


def _strengthen(row: Hiding, report: Report, rule: LaneRule) -> Hiding:
    """Its maker knows already that it is hidden. The caller holds the row."""
    row.report, row.lane, row.ends_at = report, rule.lane, None
    row.save(update_fields=["report", "lane", "ends_at"])
    record("enforcement.post.hidden_longer", actor=HIDER, target=row.case.public_id, lane=rule.lane)
    return row


def _lasts(report: Report, rule: LaneRule, network: str) -> bool:
    """Whether the budgets of whoever speaks, of the maker and of the network last; the last is
    counted by this."""
    now = timezone.now()
    mine = Hiding.objects.filter(_by(report))
    today = mine.filter(lane=rule.lane, since__gt=now - A_BUDGET_LASTS).count()
    wrong = mine.filter(
        since__gt=now - WRONG_COUNTS,
        case__outcome=Outcome.NO_VIOLATION,
    ).count()
    if today >= rule.budget or wrong > WRONG_AT_MOST:
        return False
    if rule.lane in COUNTED_FOR_TARGET and _of_target(report, now) >= TARGET_BUDGET:
        return False
    return not network or not count(SCOPE, f"network:{network}").exceeded


def _of_target(report: Report, now: datetime) -> int:
    rows = Hiding.objects.filter(owner_id=report.owner_id, lane__in=COUNTED_FOR_TARGET)
    return rows.filter(since__gt=now - A_BUDGET_LASTS).count()


def _by(report: Report) -> Q:
    if report.contact_id is not None:
        return Q(report__contact=report.contact_id)
    return Q(report__reporter_id=report.reporter_id)


def live() -> QuerySet[Hiding]:
    """Those that hide something now."""
    return Hiding.objects.filter(ended_at=None)


def end_of_case(case: Case, how: HidingEnd) -> None:
    """Its decision holds instead, or nothing does. The caller holds the case."""
    for row in live().select_for_update().filter(case=case).order_by("pk"):
        end(row, how, told=case.outcome != Outcome.VIOLATION)


def end_of_report(report: Report) -> None:
    """It counts no more. The caller holds its case."""
    for row in live().select_for_update().filter(report=report):
        end(row, HidingEnd.CLOSED)


def end(row: Hiding, how: HidingEnd, *, told: bool = True) -> None:
    """Whoever else holds the post holds it still. The caller holds the row."""
    lift_post(post_id=row.post_id, kind=PostHoldKind.HIDDEN, cause=row.cause, actor=HIDER)
    row.ended_at, row.ended_as = timezone.now(), how
    row.save(update_fields=["ended_at", "ended_as"])
    record("enforcement.post.shown_again", actor=HIDER, target=row.case.public_id, how=how.value)
    if told and row.lane != Lane.CHILD:
        tell_shown_again(row)
