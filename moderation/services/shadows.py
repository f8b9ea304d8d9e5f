"""A policy in shadow (M15): it judges every new scan along, and nothing follows from it."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import structlog
from django.db import transaction
from django.db.models import Count

from audit.services import record
from lib.actors import Actor
from moderation.models import Scan, ShadowJudgement, ShadowPolicy
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, judge
from moderation.policy.loading import current_policy, load_policy
from moderation.policy.rows import Policy, Verdict

log = structlog.get_logger(__name__)

parsed = lru_cache(maxsize=4)(load_policy)


@dataclass(frozen=True, slots=True)
class Shadow:
    """The policy in shadow, with how often it turned each verdict in force into which of its own,
    in all and by the category that decided it."""

    version: str
    sha256: str
    since: datetime
    counts: Counter[tuple[str, str]]
    by_category: dict[str, Counter[tuple[str, str]]]

    @property
    def judged(self) -> int:
        return self.counts.total()

    @property
    def changed(self) -> int:
        return sum(number for (now, then), number in self.counts.items() if now != then)


def current_shadow() -> ShadowPolicy | None:
    """The policy that judges along now."""
    newest = ShadowPolicy.objects.order_by("-at", "-id").first()
    return newest if newest is not None and newest.text else None


def set_shadow(text: str, *, actor: Actor) -> ShadowPolicy:
    """From now on this policy judges along. Raises InvalidPolicy."""
    policy = load_policy(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with transaction.atomic():
        row = ShadowPolicy.objects.create(
            version=policy.version, sha256=digest, text=text, by=str(actor)
        )
        record("moderation.shadow.started", actor=actor, target=digest, version=policy.version)
    return row


def stop_shadow(*, actor: Actor) -> bool:
    """Whether one judged along until now. Safe to do again."""
    with transaction.atomic():
        row = current_shadow()
        if row is None:
            return False
        ShadowPolicy.objects.create(by=str(actor))
        record("moderation.shadow.stopped", actor=actor, target=row.sha256, version=row.version)
    return True


def judge_along(scan: Scan, *, evidence: Sequence[Evidence], audience: Audience) -> None:
    """Count what the policy in shadow says, in the caller's transaction.

    Whatever fails here is told to operators and to nobody else: the scan stands.
    """
    try:
        with transaction.atomic():  # a savepoint: a failed statement must not spoil the caller's
            shadow = current_shadow()
            if shadow is not None:
                _judge(shadow, scan, evidence, audience)
    except Exception as error:  # noqa: BLE001 - the scan stands, whatever it was
        log.error("shadow_failed", error=type(error).__name__, scan=scan.public_id)


def _judge(
    shadow: ShadowPolicy, scan: Scan, evidence: Sequence[Evidence], audience: Audience
) -> None:
    """Both policies judge the same evidence, and nothing else: what is known of a person or of a
    chain may have made the scan stricter than either."""
    policy: Policy = parsed(shadow.text)
    judgement = judge(evidence, audience=audience, policy=policy, profile=scan.profile)
    in_force = judge(evidence, audience=audience, policy=current_policy(), profile=scan.profile)
    ShadowJudgement.objects.create(
        scan_id=scan.pk,
        policy_version=shadow.version,
        policy_sha256=shadow.sha256,
        verdict=judgement.verdict.word,
        category=judgement.category or "",
        verdict_in_force=in_force.verdict.word,
    )


def shadow_summary() -> Shadow | None:
    """Of the policy that judges along now, since it first did."""
    row = current_shadow()
    if row is None:
        return None
    mine = ShadowJudgement.objects.filter(policy_sha256=row.sha256)
    counts: Counter[tuple[str, str]] = Counter()
    by_category: dict[str, Counter[tuple[str, str]]] = {}
    grouped = mine.values_list("category", "verdict_in_force", "verdict").annotate(n=Count("pk"))
    for category, now, then, number in grouped:
        counts[now, then] += number
        by_category.setdefault(category or "none", Counter())[now, then] += number
    same = ShadowPolicy.objects.filter(sha256=row.sha256).order_by("at")
    return Shadow(row.version, row.sha256, same[0].at, counts, by_category)


def verdicts() -> list[str]:
    """In order, for tables."""
    return [verdict.word for verdict in Verdict]
