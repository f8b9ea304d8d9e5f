"""When a thing that was decided about is looked at again because somebody reports it (E9).

What nobody looked at has no answer: a decision speaks of the topics that its reports and its rules
named, and of no others. Each rule here is bounded: topics are few, a voice is heard once, accounts
share a budget for each thing, a crowd is heard once.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from enforcement.limits import (
    REOPEN_BY_THEM,
    REOPEN_BY_THEM_WITHIN,
    REOPEN_BY_VOICE_A_DAY,
    REOPEN_PERSON_AFTER,
    REOPEN_REPORTERS,
    REOPEN_SEVERITY,
)
from enforcement.models import Case, CaseTransition, Decision, Report, Snapshot
from enforcement.reasons import REASONS, Reason, Topic
from enforcement.states import SETTLED, UNDECIDED, CaseSource, CaseState, Outcome
from enforcement.subjects.base import Target
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.lanes import A_DAY, WRONG_AT_MOST, WRONG_COUNTS


class Why(StrEnum):
    """The rule by which a new case follows a decided one; it stands in the case's history."""

    CHANGED = "the thing is not what was decided about"
    OTHER_TOPIC = "another topic than any that was decided about"
    GRAVER = "a graver reason than any of its topic that was decided about"
    NEW_VOICE = "somebody in it, or a trusted flagger, who had not spoken"
    NOTICE = "a complete notice about an intimate image, by somebody who had not spoken"
    ABOUT_THEM = "somebody who had not spoken, about an intimate image or about themself"
    LATER = "somebody goes on; what was decided is a month old"
    NUMBER = "many different people since the decision, once"


OF_ONESELF = frozenset({Topic.LIKENESS, Topic.SEXUAL})
PERSONAL = frozenset(code for code, one in REASONS.items() if one.topic in OF_ONESELF)
SIGNED = frozenset(code for code, one in REASONS.items() if one.needs_notice)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who reports something that was decided about. `who`: lookups of reports by the same voice;
    `special`: shown in it by our records, or a trusted flagger; `again`: they reported it in the
    last case already; `about_me`: they say that it is about them; `is_contact`: without an account,
    by a notice that is complete or was refused."""

    who: dict[str, Any]
    special: bool
    again: bool
    about_me: bool
    is_contact: bool

    def gives_notice(self, reason: Reason) -> bool:
        """A notice that the law gives 48 hours (TAKE IT DOWN Act, section 3)."""
        return self.is_contact and reason.needs_notice


def reopening(
    last: Case, *, target: Target, reason: Reason, digest: str, by: Speaker
) -> Why | None:
    """Why a new case is opened, or None: then the report has the answer that stands. The caller
    holds the last case and whoever speaks."""
    # Its owner changed it since, so nobody looked at what is there now.
    if not target.gone and _is_other(last, digest):
        return Why.CHANGED
    if rule := _unanswered(last, target, reason, digest):
        return rule
    # Whoever is in it knows what a reviewer cannot see.
    if by.special and not by.again:
        return Why.NEW_VOICE
    # So does whoever says that it shows them: one stranger's report must not silence them.
    if not _is_done(last, target) and (rule := _personal(last, reason, by)):
        return rule
    return _over_time(last, target, by)


def _unanswered(last: Case, target: Target, reason: Reason, digest: str) -> Why | None:
    """A decision about spam says nothing of a threat, nor one about a threat of a fake."""
    looked = _looked_at(last, digest).get(_matter(reason))
    is_grave = reason.severity >= REOPEN_SEVERITY
    if looked is None:
        return Why.OTHER_TOPIC if is_grave or not _is_done(last, target) else None
    return Why.GRAVER if is_grave and reason.severity > looked else None


def _over_time(last: Case, target: Target, by: Speaker) -> Why | None:
    # A film stays what it is and a person does not: else whoever was once found fine in a grave
    # matter could be reported for nothing ever after.
    if target.kind == SubjectKind.PROFILE and _is_old(last):
        return Why.LATER
    # Once, and only where nothing was found: else a crowd would have it looked at for ever.
    if last.outcome == Outcome.NO_VIOLATION and not by.again and _is_many(last):
        return Why.NUMBER
    return None


def _personal(last: Case, reason: Reason, by: Speaker) -> Why | None:
    """Once for a voice and a thing; but for complete notices a few for a thing in a time, whoever
    speaks, for accounts cost nothing."""
    is_notice = by.gives_notice(reason)
    if not (reason.needs_notice or (by.about_me and reason.topic in OF_ONESELF)):
        return None
    said = Report.objects.filter(**by.who, counts=True)
    here = said.filter(subject_kind=last.subject_kind, subject_id=last.subject_id)
    signed, mine = Q(reason__in=SIGNED), Q(reason__in=PERSONAL, about_me=True)
    if here.filter(signed | mine).exists() or not _voice_lasts(said):
        return None
    if is_notice:
        return Why.NOTICE
    return Why.ABOUT_THEM if _thing_lasts(last) else None


def _voice_lasts(said: QuerySet[Report]) -> bool:
    """Not many things a day, and not somebody whose word was wrong again and again."""
    now = timezone.now()
    opened = said.filter(
        _opened_by(OuterRef("case"), Why.NOTICE, Why.ABOUT_THEM), reason__in=PERSONAL
    )
    today = opened.filter(created_at__gt=now - A_DAY).values("case").distinct().count()
    wrong = opened.filter(created_at__gt=now - WRONG_COUNTS, case__outcome=Outcome.NO_VIOLATION)
    few = wrong.values("case").distinct().count() <= WRONG_AT_MOST
    return few and today < REOPEN_BY_VOICE_A_DAY


def _thing_lasts(last: Case) -> bool:
    since = timezone.now() - REOPEN_BY_THEM_WITHIN
    lately = _all_about(last).filter(_opened_by(OuterRef("pk"), Why.ABOUT_THEM))
    return lately.filter(opened_at__gt=since).count() < REOPEN_BY_THEM


def _is_many(last: Case) -> bool:
    if _all_about(last).filter(_opened_by(OuterRef("pk"), Why.NUMBER)).exists():
        return False
    since = Report.objects.filter(
        case=last, counts=True, reporter_id__isnull=False, created_at__gt=last.decided_at
    )
    return since.values("reporter_id").distinct().count() + 1 >= REOPEN_REPORTERS


def _looked_at(last: Case, digest: str) -> dict[tuple[Topic, bool], int]:
    """By matter the gravest reason that a decision about the thing as it is now spoke of: those
    that had been given when its case was decided first, and its rules. Another decision in its
    place, an overturn say, looked at nothing that was said since."""
    cases = _all_about(last).filter(state__in=sorted(SETTLED)).exclude(outcome="")
    seen = Snapshot.objects.filter(case=OuterRef("pk"))
    cases = cases.filter(Exists(seen.filter(digest=digest)) | ~Exists(seen) | Q(pk=last.pk))
    decided = CaseTransition.objects.filter(
        subject_id=OuterRef("case"),
        from_state__in=sorted(UNDECIDED),
        to_state=CaseState.DECIDED,
        at__gte=OuterRef("created_at"),
    )
    given = Report.objects.filter(Exists(decided), case__in=cases, counts=True)
    codes = set(given.values_list("reason", flat=True).distinct())
    for rules in Decision.objects.filter(case__in=cases).values_list("policies", flat=True):
        codes.update(rules)
    looked: dict[tuple[Topic, bool], int] = {}
    for one in (REASONS[code] for code in codes):
        looked[_matter(one)] = max(one.severity, looked.get(_matter(one), 0))
    return looked


def _matter(reason: Reason) -> tuple[Topic, bool]:
    """What a look answers at once: a topic; whom a thing passes for is looked at apart (A16)."""
    return reason.topic, reason.needs_claim


def _all_about(last: Case) -> QuerySet[Case]:
    about = Case.objects.filter(subject_kind=last.subject_kind, subject_id=last.subject_id)
    return about.filter(diverted=False).exclude(source=CaseSource.APPEAL)


def _opened_by(case: OuterRef, *rules: Why) -> Exists:
    return Exists(CaseTransition.objects.filter(subject_id=case, reason__in=rules))


def _is_done(last: Case, target: Target) -> bool:
    """It broke a rule and nobody sees it any more."""
    return target.gone and last.outcome == Outcome.VIOLATION


def _is_old(last: Case) -> bool:
    return last.decided_at is not None and last.decided_at <= timezone.now() - REOPEN_PERSON_AFTER


def _is_other(last: Case, digest: str) -> bool:
    seen = Snapshot.objects.filter(case=last)
    return seen.exists() and not seen.filter(digest=digest).exists()
