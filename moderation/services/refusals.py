"""Keeping what was refused, each once, and forgetting it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.crypto import salted_hmac

from audit.services import record
from lib.actors import Actor
from lib.events import publish
from moderation.answers import Hit
from moderation.categories import Category, Surface
from moderation.events import TextRefused
from moderation.models import RefusedText, Scan
from moderation.policy.audience import Audience, Destination
from moderation.policy.judging import Evidence
from moderation.policy.loading import current_policy
from moderation.policy.rows import Verdict
from moderation.probing.limits import (
    COMPARED_FOR,
    ELSEWHERE,
    MOST_COMPARED,
    POINTS,
    ROWS_KEPT,
    WORDS_KEPT,
)
from moderation.probing.nearness import plain


def note_refusal(
    *,
    person_id: UUID,
    origin: str,
    surface: Surface,
    words: str,
    category: str,
    blocked: Iterable[Category],
    subject: str = "",
) -> RefusedText | None:
    """Keep that the policy blocked these words, in the caller's transaction; None if it is kept.

    Only for what a person has just sent, never for what is looked at again. `origin`: see
    RefusedText. `blocked`: all categories that block by themselves; the heaviest counts, so that
    nothing is hidden behind a mention of self-harm. What weighs nothing is not kept at all. The
    same words once more weigh nothing: they are an impatient thumb.
    """
    points = max((POINTS[one] for one in blocked), default=0)
    if not points or RefusedText.objects.filter(person_id=person_id, origin=origin).exists():
        return None
    if any(plain(words) == plain(one.words or "") for one in recently_refused(person_id)):
        points = 0
    row = RefusedText(
        person_id=person_id,
        origin=origin,
        subject=subject,
        surface=surface,
        category=category,
        points=points,
        words=words,
    )
    # Of two at once the constraint lets one through.
    RefusedText.objects.bulk_create([row], ignore_conflicts=True)
    publish(TextRefused(row.pk, person_id, category))
    return row


def note_refusal_elsewhere(*, person_id: UUID, origin: str, subject: str) -> None:
    """Keep that a processor's own rules refused the thing `subject`, in the caller's transaction.
    For what nobody says, so it is evidence against no other words, and none are kept.
    `origin`: what makes it one; several things of one wish are refused once."""
    row = RefusedText(
        person_id=person_id,
        origin=origin,
        subject=subject,
        surface=Surface.PROMPT,
        category="",
        points=ELSEWHERE,
        words=None,
    )
    RefusedText.objects.bulk_create([row], ignore_conflicts=True)
    publish(TextRefused(row.pk, person_id, row.category))


def origin_of_request(*parts: str) -> str:
    """The origin of words of which nothing else is kept: a keyed hash of what makes it one."""
    return salted_hmac("refused text", "\0".join(parts), algorithm="sha256").hexdigest()


def recently_refused(person_id: UUID) -> Sequence[RefusedText]:
    """What is compared with new words: the newest first, without what a person found fine."""
    rows = RefusedText.objects.filter(
        person_id=person_id,
        at__gt=timezone.now() - COMPARED_FOR,
        overturned_at=None,
        words__isnull=False,
    )
    return list(rows.order_by("-at", "-id")[:MOST_COMPARED])


def blocked_in_scan(subject: str, stage: str) -> frozenset[Category]:
    """The categories that block by themselves in the newest scan of a thing at a stage."""
    scan = Scan.objects.filter(subject=subject, stage=stage).order_by("-id").first()
    if scan is None:
        return frozenset()
    facts: dict[str, Any] = dict(scan.audience)
    audience = Audience(**facts | {"destination": Destination(facts["destination"])})
    found = scan.findings.values_list("category", "score")
    return blocked_by(((Category(category), score) for category, score in found), audience)


def blocked_in(evidence: Iterable[Evidence], audience: Audience) -> frozenset[Category]:
    """The same of evidence."""
    hits: Iterable[Hit] = (hit for one in evidence for answer in one.answers for hit in answer.hits)
    return blocked_by(((hit.category, hit.score) for hit in hits), audience)


def blocked_by(scores: Iterable[tuple[Category, float]], audience: Audience) -> frozenset[Category]:
    """Those whose score is refused to this audience; with a minor, sexual is child safety."""
    policy, columns = current_policy(), audience.columns
    least = Verdict.LIMIT if audience.under_18 else Verdict.BLOCK
    refused = set()
    for category, score in scores:
        for one in {category, _with_minor(category, audience)}:
            if policy.thresholds(one, columns).verdict(score) >= least:
                refused.add(one)
    return frozenset(refused)


def _with_minor(category: Category, audience: Audience) -> Category:
    sexual = audience.depicts_minor and category == Category.SEXUAL
    return Category.CHILD_SAFETY if sexual else category


def is_first_look(subject: str, stage: str) -> bool:
    """Whether this judgement is about what a person has just sent, not one of our looks again.

    Called after its scan was kept.
    """
    return Scan.objects.filter(subject=subject, stage=stage)[:2].count() <= 1


def overturn(subject: str, *, person_is_adult: bool, for_adults: bool, actor: Actor) -> list[UUID]:
    """A person found it fine: what was kept of it counts no more. Returns the rows' keys."""
    if for_adults and not person_is_adult:
        return []
    rows = list(RefusedText.objects.filter(subject=subject, overturned_at=None))
    for row in rows:
        row.overturned_at = timezone.now()
        row.save(update_fields=["overturned_at"])
        record("moderation.refusal.overturned", actor=actor, target=subject, refusal=row.public_id)
    return [row.pk for row in rows]


def forget_old() -> int:
    """Words after a week, rows after a month. Returns how many rows were changed."""
    now = timezone.now()
    gone = RefusedText.objects.filter(at__lt=now - ROWS_KEPT).delete()[0]
    old = RefusedText.objects.filter(at__lt=now - WORDS_KEPT, words__isnull=False)
    return gone + old.update(words=None)
