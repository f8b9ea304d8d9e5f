"""What the priority of a case is computed from, as rows tell it now."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from accounts.models import Follow, User
from enforcement.models import (
    Appeal,
    AppealMessage,
    AppealState,
    Case,
    CaseFinding,
    Report,
    Reporter,
)
from enforcement.models.findings import FoundBy
from enforcement.models.weighed import Weighed
from enforcement.reasons import REASONS
from enforcement.services.contacts import known_of_mailboxes
from enforcement.states import CaseSource
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.priority import Facts, share_of
from enforcement.trust import trust_of
from feed.models import Like, Post
from generation.models import Draft

A_DAY = timedelta(days=1)


def facts_of(case: Case) -> Facts:
    """Of one case; reads counts, ids and flags alone."""
    people, new_likes = _reached(case)
    owner = User.objects.filter(pk=case.owner_id).first()
    return Facts(
        severity=case.severity,
        people=people,
        new_likes=new_likes,
        trust=_trust(case),
        minor_shown=minor_in(SubjectKind(case.subject_kind), case.subject_id),
        # Of unknown age: a minor (law 3).
        minor_owns=owner is not None and not owner.is_adult,
        found=_found(case),
        replied=case.source == CaseSource.APPEAL and _replied(case),
    )


def minor_in(kind: SubjectKind, key: UUID) -> bool:
    """Whether somebody under 18 is in it, as far as anybody found."""
    if kind == SubjectKind.POST:
        post = Post.objects.filter(pk=key).values_list("depicts_minor", "draft__job__depicts_minor")
        return any(flag for row in post for flag in row)
    if kind == SubjectKind.DRAFT:
        return Draft.objects.filter(pk=key, job__depicts_minor=True).exists()
    return False


def _reached(case: Case) -> tuple[int, int]:
    """How many people it reached, as far as is counted: who likes it and who follows its owner; and
    how many likes are new. Of a draft nobody but its maker."""
    if case.subject_kind == SubjectKind.DRAFT:
        return 0, 0
    followers = Follow.objects.filter(followed_id=case.owner_id).count()
    if case.subject_kind != SubjectKind.POST:
        return followers, 0
    likes = Like.objects.filter(post_id=case.subject_id)
    new = likes.filter(at__gt=timezone.now() - A_DAY).count()
    return likes.count() + followers, new


def _trust(case: Case) -> float | None:
    """Of the most trusted of those who gave the gravest reason."""
    codes = [code for code, reason in REASONS.items() if reason.severity >= case.severity]
    said = Report.objects.filter(case=case, counts=True, reason__in=codes)
    if said.filter(verified=True).exists() or said.filter(trusted=True).exists():
        return share_of(trust_of(None), special=True)
    people_known = Reporter.objects.filter(person_id__in=said.values("reporter_id"))
    voices = known_of_mailboxes(said.values("contact__mailbox"))
    known: list[Weighed] = [*people_known, *voices]
    shares = [trust_of(row).share for row in known]
    # Somebody of whom nothing is known weighs more than somebody who is mostly wrong.
    people = said.values("reporter_id", "contact__mailbox").distinct().count()
    if people > len(shares):
        shares.append(trust_of(None).share)
    return max(shares, default=None)


def _found(case: Case) -> float:
    rows = CaseFinding.objects.filter(case=case, source=FoundBy.AUTOMATION)
    best: float | None = rows.aggregate(best=Max("score"))["best"]
    return best or 0.0


def _replied(case: Case) -> bool:
    """Whether the last word in an appeal that waits is not of staff."""
    said = AppealMessage.objects.filter(appeal=OuterRef("pk")).order_by("-at", "-pk")
    waiting = Appeal.objects.filter(case=case, state=AppealState.PENDING)
    return (
        waiting.annotate(asks=Subquery(said.values("from_staff")[:1])).filter(asks=False).exists()
    )
