"""Hide first, decide after (D-17; abuse.md): a post, by whoever's word lanes.py names, until
somebody decided. Undone exactly, and by the decision on its case at the latest."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from audit.services import record
from enforcement import tasks
from enforcement.hiding_notices import tell_hidden, tell_shown_again
from enforcement.models import Case, Hiding, HidingEnd, Lane, Report
from enforcement.models.hidings import LAPSED, told_of
from enforcement.states import SETTLED, UNDECIDED, Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.lanes import (
    A_BUDGET_LASTS,
    CHILD,
    CONTEST_LASTS,
    COUNTED_FOR_TARGET,
    RULES,
    TARGET_BUDGET,
    WRONG_AT_MOST,
    WRONG_COUNTS,
    LaneRule,
    lane_of,
    rule_of,
)
from feed.models import Post, PostHold, PostHoldKind
from feed.services.holds import hold_post, lift_post
from feed.states import PostState
from lib.actors import Actor
from lib.advisory import hold_name
from lib.api.addresses import wider
from lib.api.throttling import count
from lib.outbox.services import enqueue
from lib.sanctions import LIVE

HIDER = Actor.system("hide_first")
WORD = ("report", "lane", "ends_at")
WEAKER = ("weaker_report", "weaker_lane", "weaker_ends_at")


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
    if before is not None and not _strengthens(rule, before, case):
        return None
    if not shown or not _lasts(report, rule, network):
        return None
    if before is not None:
        if before.ended_at is None:
            return _strengthen(before, report, rule, case)
        return _revive(before, report, rule)
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
    _begin(row, "hidden_first")
    return row


def _begin(row: Hiding, how: str) -> None:
    """Nobody else sees it from now on."""
    hold_post(post_id=row.post_id, kind=PostHoldKind.HIDDEN, cause=row.cause, actor=HIDER)
    _record(how, row)
    enqueue(tasks.watch_hidings)
    if row.lane != Lane.CHILD and not _others(row).exists():
        tell_hidden(row)


def _others(row: Hiding) -> QuerySet[Hiding]:
    """What hides the same post now and its maker may know of."""
    return told_of().filter(post_id=row.post_id, ended_at=None).exclude(pk=row.pk)


def _strengthens(rule: LaneRule, row: Hiding, case: Case) -> bool:
    """Whether this word would hide until a decision what hides for a time now, or did until that
    was over and nobody had decided."""
    if rule.lasts is not None or row.ends_at is None:
        return False
    return row.ended_at is None or (row.ended_as in LAPSED and row.case_id == case.pk)


def _strengthen(row: Hiding, report: Report, rule: LaneRule, case: Case) -> Hiding:
    """Its maker knows already that it is hidden. The weaker word stays, for it stands for itself;
    but not one that was decided about, which goes on beside child safety alone: from now on the
    case of this word is what ends it. The caller holds the row."""
    if row.case_id == case.pk:
        row.weaker_report, row.weaker_lane, row.weaker_ends_at = row.report, row.lane, row.ends_at
    row.report, row.lane, row.ends_at, row.case = report, rule.lane, None, case
    row.save(update_fields=[*WORD, *WEAKER, "case"])
    _record("hidden_longer", row)
    return row


def _revive(row: Hiding, report: Report, rule: LaneRule) -> Hiding:
    """It was shown again because nobody decided: its maker hears that it is hidden anew, and may
    contest anew. The caller holds the row."""
    row.report, row.lane, row.ends_at = report, rule.lane, None
    row.since, row.contested_at = timezone.now(), None
    row.ended_at, row.ended_as = None, ""
    row.save(update_fields=[*WORD, "since", "contested_at", "ended_at", "ended_as"])
    _begin(row, "hidden_again")
    return row


def _weaken(row: Hiding) -> None:
    """The stronger word fell: the weaker one, which nobody set aside, holds for as long as it would
    have. The caller holds the row."""
    until = row.weaker_ends_at
    assert until is not None  # noqa: S101 - a CHECK says so
    assert row.weaker_report is not None  # noqa: S101 - the same
    if row.contested_at is not None:
        until = min(until, row.contested_at + CONTEST_LASTS)
    row.report, row.lane, row.ends_at = row.weaker_report, row.weaker_lane, until
    row.weaker_report, row.weaker_lane, row.weaker_ends_at = None, "", None
    row.save(update_fields=[*WORD, *WEAKER])
    _record("hidden_shorter", row)
    if until <= timezone.now():
        end(row, HidingEnd.in_time(contested=row.contested_at is not None))


def _record(how: str, row: Hiding) -> None:
    sealed = row.lane == Lane.CHILD or how == "hidden_on"
    record(
        f"enforcement.post.{how}",
        actor=HIDER,
        target=row.case.public_id,
        lane=row.lane,
        sealed=sealed,
    )


def _lasts(report: Report, rule: LaneRule, network: str) -> bool:
    """Whether the budgets of whoever speaks, of the maker and of the network last; the last is
    counted by this."""
    now = timezone.now()
    mine = Hiding.objects.filter(_by(report))
    today = mine.filter(_spoken(now - A_BUDGET_LASTS), lane=rule.lane).count()
    wrong = mine.filter(_spoken(now - WRONG_COUNTS), case__outcome=Outcome.NO_VIOLATION).count()
    if today >= rule.budget or wrong > WRONG_AT_MOST:
        return False
    if rule.lane in COUNTED_FOR_TARGET and _of_target(report, now) >= TARGET_BUDGET:
        return False
    return not network or _network_lasts(network)


def _network_lasts(network: str) -> bool:
    """What one customer's network has used up uses up nothing of the wider one: else it would for
    all who share that."""
    if count("hide_first", f"network:{network}").exceeded:
        return False
    return not count("hide_first_wide", f"network:{wider(network)}").exceeded


def _of_target(report: Report, now: datetime) -> int:
    rows = Hiding.objects.filter(owner_id=report.owner_id, lane__in=COUNTED_FOR_TARGET)
    return rows.filter(_spoken(now - A_BUDGET_LASTS)).count()


def _spoken(after: datetime) -> Q:
    """Since when a word holds: it hid the post, or made longer what another had hidden before."""
    return Q(since__gt=after) | Q(report__created_at__gt=after)


def _by(report: Report) -> Q:
    if report.contact is not None:
        return Q(report__contact__mailbox=report.contact.mailbox)
    return Q(report__reporter_id=report.reporter_id)


def live() -> QuerySet[Hiding]:
    """Those that hide something now."""
    return Hiding.objects.filter(ended_at=None)


def end_of_case(case: Case, how: HidingEnd) -> None:
    """Its decision holds instead, or nothing does. The caller holds the case."""
    for row in live().select_for_update().filter(case=case).order_by("pk"):
        end(row, how, told=case.outcome != Outcome.VIOLATION)


def end_of_report(report: Report) -> None:
    """It counts no more; what another word hid before it did stays hidden for that word's time. The
    caller holds its case."""
    weaker = live().filter(weaker_report=report)
    weaker.update(weaker_report=None, weaker_lane="", weaker_ends_at=None)
    for row in live().select_for_update().filter(report=report):
        if row.weaker_report_id is None:
            end(row, HidingEnd.CLOSED)
        else:
            _weaken(row)


def end(row: Hiding, how: HidingEnd, *, told: bool = True) -> None:
    """Whoever else holds the post holds it still; its maker hears of the last that ends, where it
    is shown again by that. The caller holds the row.

    While something of child safety hides it too it goes on, whatever was decided (also beneath a
    removal, which may be undone): that it had ended and nobody sees the post would say why. `over`
    finds it once that is over."""
    list(Post.objects.select_for_update(of=("self",)).filter(pk=row.post_id))
    if row.lane != Lane.CHILD and of_children(row.post_id).exists():
        return
    lift_post(post_id=row.post_id, kind=PostHoldKind.HIDDEN, cause=row.cause, actor=HIDER)
    row.ended_at, row.ended_as = timezone.now(), how
    row.save(update_fields=["ended_at", "ended_as"])
    record(
        "enforcement.post.shown_again",
        actor=HIDER,
        target=row.case.public_id,
        how=how.value,
        sealed=row.lane == Lane.CHILD,
    )
    if told and row.lane != Lane.CHILD and _is_shown(row.post_id):
        tell_shown_again(row)


def of_children(post_id: UUID | OuterRef) -> QuerySet[Hiding]:
    """What hides this post now and is told to nobody."""
    return live().filter(post_id=post_id, lane=Lane.CHILD)


def _is_shown(post_id: UUID) -> bool:
    held = PostHold.objects.filter(LIVE, post_id=post_id, kind=PostHoldKind.HIDDEN)
    there = Post.objects.filter(pk=post_id, state=PostState.PUBLISHED)
    return there.exists() and not held.exists()


def over() -> QuerySet[Hiding]:
    """What nothing keeps any more: its time is over, or went on only beside child safety (`go_on`);
    its case is decided, or its report counts no more."""
    went_on = Q()
    for rule in RULES:
        if rule.lasts is not None:
            went_on |= Q(lane=rule.lane, ends_at__gt=F("since") + rule.lasts)
    settled = Q(case__state__in=sorted(SETTLED)) | Q(report__counts=False)
    done = Q(ends_at__lte=timezone.now()) | settled | went_on
    return _told_now().filter(done).exclude(Exists(of_children(OuterRef("post_id"))))


def ends_beside_children(within: timedelta) -> QuerySet[Hiding]:
    """What would end in this time, while something of child safety hides the same post."""
    soon = _told_now().filter(ends_at__lte=timezone.now() + within)
    return soon.filter(Exists(of_children(OuterRef("post_id"))))


def _told_now() -> QuerySet[Hiding]:
    return told_of().filter(ended_at=None)


def go_on(row: Hiding) -> None:
    """Its maker reads a later day, and may contest anew, as where another says the same of the post
    for another reason. The caller holds the row."""
    lasts = rule_of(row.lane).lasts
    assert lasts is not None  # noqa: S101 - else it has no end
    row.ends_at, row.contested_at = timezone.now() + lasts, None
    row.save(update_fields=["ends_at", "contested_at"])
    _record("hidden_on", row)


def why_over(row: Hiding) -> HidingEnd:
    """Of what is over, how it ended."""
    if row.case.state in SETTLED and row.case.outcome:
        return HidingEnd.DECIDED
    if row.case.state in SETTLED or not row.report.counts:
        return HidingEnd.CLOSED
    return HidingEnd.in_time(contested=row.contested_at is not None)
