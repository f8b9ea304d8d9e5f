"""Automation first: when a case begins, a worker looks at the thing before any person does, and
what it found stands on the case (E15). Never at what is diverted: of that nothing is read here."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from audit.services import record
from enforcement import tasks
from enforcement.models import Case, CaseFinding
from enforcement.models.findings import FoundBy
from enforcement.services.cases import ensure_case, find_in
from enforcement.states import UNDECIDED, CaseSource, CaseState
from enforcement.subjects.base import Target
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from enforcement.triage.copies import copies, known
from enforcement.triage.facts import minor_in
from enforcement.triage.found import Found, How
from enforcement.triage.queues import DESKS
from enforcement.triage.repricing import reprice
from enforcement.triage.rescan import look_at_scans, look_at_words
from enforcement.triage.routing import Matter, route
from feed.models import Post
from generation.models import Draft
from lib.actors import Actor
from lib.ids import IdKind, encode
from lib.outbox.services import enqueue
from lib.states import advance
from moderation.categories import Category
from moderation.screener.client import ScreenerAway

AUTOMATION = Actor.system("automation")
AGAIN_AFTER = timedelta(minutes=10)
WITHOUT_WORDS_AFTER = timedelta(hours=1)
GRAVEST = 100
SENT_AT_ONCE = 100
log = structlog.get_logger(__name__)


def examine(case_id: UUID) -> bool:
    """Look once, and keep what was found. Returns whether it did; False also where the screener is
    away, which is left to the sweeper. Safe to do again and to be killed in."""
    case = _waiting().filter(pk=case_id).first()
    if case is None:
        return False
    try:
        found = _look(case)
    except ScreenerAway:
        log.warning("case_left_to_the_sweeper", why="screener_away")
        return False
    with transaction.atomic():
        held = _waiting().select_for_update().filter(pk=case_id).first()
        if held is not None:
            _keep(held, found)
    return held is not None


def examine_overdue() -> int:
    """Those that a lost message or a screener that was away left behind: each once in AGAIN_AFTER,
    however often the sweeper runs and however many do, those that were asked about least first.
    Returns how many."""
    now = timezone.now()
    unsent = Q(sent_at=None) | Q(sent_at__lte=now - AGAIN_AFTER)
    owed = _waiting().filter(unsent, opened_at__lte=now - AGAIN_AFTER)
    oldest = owed.order_by(F("sent_at").asc(nulls_first=True), "opened_at")
    with transaction.atomic():
        cases = list(oldest.select_for_update(skip_locked=True)[:SENT_AT_ONCE])
        for case in cases:
            enqueue(tasks.examine_case, case.pk)
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(sent_at=now)
    return len(cases)


def _waiting() -> QuerySet[Case]:
    rows = Case.objects.filter(examined_at=None, diverted=False, state__in=sorted(UNDECIDED))
    return rows.exclude(source=CaseSource.APPEAL)


def _look(case: Case) -> list[Found]:
    kind = SubjectKind(case.subject_kind)
    subject, minor = subject_of(kind), minor_in(kind, case.subject_id)
    film, things = _film(case), [case.subject]
    found = []
    if film is not None:
        things.append(encode(IdKind.GENERATION, film))
        found += [*known(film), *copies(film)]
    found += look_at_scans(things, minor=minor)
    target = subject.known(case.subject_id)
    if target is not None and not target.gone:
        found += _words(case, minor=minor)
    return found


def _words(case: Case, *, minor: bool) -> list[Found]:
    try:
        return look_at_words(subject_of(case.subject_kind).seen(case.subject_id), minor=minor)
    except ScreenerAway:
        if timezone.now() - case.opened_at < WITHOUT_WORDS_AFTER:
            raise
        return []


def _film(case: Case) -> UUID | None:
    if case.subject_kind == SubjectKind.POST:
        posts = Post.objects.filter(pk=case.subject_id)
        return posts.values_list("draft__job_id", flat=True).first()
    return Draft.objects.filter(pk=case.subject_id).values_list("job_id", flat=True).first()


def _keep(case: Case, found: Sequence[Found]) -> None:
    """The caller holds the case. What speaks of children goes the vault's way and leaves nothing
    here."""
    own = [one for one in found if not one.is_of_children]
    CaseFinding.objects.bulk_create(
        [_row(case, one) for one in own],
        ignore_conflicts=True,
    )
    case.force_review |= any(one.certain for one in own)
    case.examined_at = timezone.now()
    case.save(update_fields=["force_review", "examined_at"])
    reprice(case)
    if case.state == CaseState.OPEN:
        advance(case, to=CaseState.TRIAGED, actor=AUTOMATION, reason="examined")
    record("enforcement.case.examined", actor=AUTOMATION, target=case.public_id, found=len(own))
    if len(own) < len(found):
        _divert(case, [one for one in found if one.is_of_children])
    enqueue(tasks.decide_alone, case.pk)


def _row(case: Case, one: Found) -> CaseFinding:
    return CaseFinding(
        finding_id=one.key(case.pk),
        case=case,
        kind=one.how,
        category=one.category or "",
        source=FoundBy.AUTOMATION,
        score=one.score,
        detector=one.detector,
        about=one.about,
        start_s=one.start_s,
        end_s=one.end_s,
    )


def _divert(case: Case, found: Sequence[Found]) -> None:
    """A case of its own beside this one, with how it was found and nothing else."""
    target = Target(SubjectKind(case.subject_kind), case.subject_id, case.owner_id)
    queue = route(Matter(target.kind, category=Category.CHILD_SAFETY))
    due_at = timezone.now() + DESKS[queue].clock
    apart = ensure_case(
        target,
        queue=queue,
        severity=GRAVEST,
        due_at=due_at,
        source=CaseSource.FINDING,
        diverted=True,
        reason="automation found it",
        actor=AUTOMATION,
    )
    CaseFinding.objects.bulk_create(
        [
            CaseFinding(
                finding_id=one.key(apart.pk),
                case=apart,
                kind=one.how,
                category=Category.CHILD_SAFETY,
                source=FoundBy.AUTOMATION,
                score=one.score,
                detector=one.detector,
            )
            for one in found
        ],
        ignore_conflicts=True,
    )
    find_in(apart, queue=queue, severity=GRAVEST, due_at=due_at)
    if any(one.how == How.KNOWN_HASH for one in found):
        enqueue(tasks.seal_copies, apart.pk)
