"""Proving the whole feed anew from its scans (D-7), batch after batch, and ending what is wrong.

A batch may be killed at any moment and done again: what it found stands in rows that were written
together with what they ended, and its step is written last and once. A run whose policy is
replaced is left behind, and another one begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from cameos.revoking.progress import is_owed
from feed.models import Post, ProofFinding, ProofRun, ProofStep, Violation
from feed.services.deletion import withdraw_likeness
from feed.services.exposure import consent_ended, stands_by_a_person, violation
from feed.services.verdicts import job_of, rating_of
from feed.states import UNPROVEN, PostState
from feed.work.rating import apply, withhold
from generation.tasks import withdraw_film
from lib.actors import Actor
from lib.api.unavailable import UNAVAILABLE
from lib.ids import IdKind, encode, new_id
from lib.outbox.services import enqueue
from moderation.models import Scan
from moderation.policy import in_force
from moderation.policy.loading import current_policy

log = structlog.get_logger(__name__)

PROVER = Actor.system("prover")
BATCH = 200
# A run that takes longer than until the next night proves nothing about one night.
ABANDONED_AFTER = timedelta(days=1)


class Superseded(Exception):
    """Another policy is in force than the one by which this run proves."""


HOUSE_AWAY: tuple[type[Exception], ...] = (*UNAVAILABLE, Superseded)


@dataclass(slots=True)
class Tally:
    """What one batch saw."""

    examined: int = 0
    hidden: int = 0
    reinstated: int = 0
    unproven: int = 0


def begin() -> UUID:
    """The run that is on its way by the policy in force, or a new one."""
    in_force.forget()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('feed proof'))")
        found = unfinished()
        if found is None:
            found = ProofStep.objects.create(
                run=new_id(), number=0, policy_version=current_policy().version,
                profile=settings.PROFILE,
            )  # fmt: skip
    return found.run


def unfinished() -> ProofStep | None:
    """The last step of a run by the policy in force that still can come to its end."""
    since = timezone.now() - ABANDONED_AFTER
    begun = ProofStep.objects.filter(
        number=0, at__gt=since, policy_version=current_policy().version, profile=settings.PROFILE
    ).exclude(run__in=ProofRun.objects.values("id"))
    first = begun.order_by("-at").first()
    return ProofStep.objects.filter(run=first.run).latest("number") if first else None


def prove_batch(run: UUID) -> bool:
    """Do the next step of a run, and publish it after the last one. Returns whether more is left;
    False also for a run that is finished, and where another worker did this very step. Raises
    Superseded."""
    in_force.forget()
    last = ProofStep.objects.filter(run=run).order_by("-number").first()
    if last is None or ProofRun.objects.filter(pk=run).exists():
        return False
    _refuse_superseded(last)
    keys = _next(last)
    tally = Tally()
    for key in keys:
        _prove(last, key, tally)
    if keys and not _record(last, keys, tally):
        return False
    if len(keys) == BATCH:
        return True
    _finish(run)
    return False


def _next(last: ProofStep) -> list[UUID]:
    """Also those that a killed worker took out of the feed in this very batch: they were in it."""
    found = ProofFinding.objects.filter(run=last.run).values("post_id")
    posts = Post.objects.filter(Q(state=PostState.PUBLISHED) | Q(pk__in=found))
    if last.upto is not None:
        posts = posts.filter(pk__gt=last.upto)
    return list(posts.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _prove(step: ProofStep, key: UUID, tally: Tally) -> None:
    if ProofFinding.objects.filter(run=step.run, post_id=key).exists():
        tally.examined += 1
        return
    try:
        with transaction.atomic():
            _compare(step, key, tally)
    except HOUSE_AWAY:
        raise  # no fault of the post: the run goes on when the house stands again
    except Exception as error:  # noqa: BLE001 - whatever cannot be proven is not shown
        log.error("post_unprovable", post=encode(IdKind.POST, key), error=type(error).__name__)
        _hide(step, key, tally)


def _compare(step: ProofStep, key: UUID, tally: Tally) -> None:
    rows = Post.objects.select_for_update(of=("self",)).select_related("author", "draft__job")
    post = rows.filter(pk=key, state=PostState.PUBLISHED).first()
    if post is None:
        return
    if consent_ended(post):
        _end_withdrawn(step, post, tally)
        return
    if post.policy_version == UNPROVEN:
        tally.unproven += 1
        return
    if post.policy_version != step.policy_version:
        tally.hidden += 1
        return
    rating = rating_of(post)
    if rating.policy_version != step.policy_version:
        raise Superseded
    wrong = violation(post, rating)
    tally.examined += 1
    if wrong == Violation.FITS_NOBODY and stands_by_a_person(post, rating):
        tally.reinstated += 1
    elif wrong == Violation.FITS_NOBODY and rating.lacks:
        tally.unproven += 1
        withhold(post, actor=PROVER)
    elif wrong is not None:
        _found(step, key, wrong, was=post.rating)
        apply(post, rating, actor=PROVER, reason="proof")


def _end_withdrawn(step: ProofStep, post: Post, tally: Tally) -> None:
    """Hidden at read, so shown to nobody; a violation where no revocation is removing it."""
    film = job_of(post).pk
    if is_owed(film):
        tally.hidden += 1
        return
    tally.examined += 1
    _found(step, post.pk, Violation.CONSENT_ENDED, was=post.rating)
    withdraw_likeness(post, actor=PROVER)
    enqueue(withdraw_film, film)


def _hide(step: ProofStep, key: UUID, tally: Tally) -> None:
    """Not by an answer of the policy, so not taken down: stale, until it can be rated."""
    with transaction.atomic():
        was = Post.objects.filter(pk=key).values_list("rating", flat=True).get()
        Post.objects.filter(pk=key).update(policy_version=UNPROVEN)
        _found(step, key, Violation.UNPROVABLE, was=was)
    tally.examined += 1


def _found(step: ProofStep, key: UUID, wrong: Violation, *, was: str) -> None:
    ProofFinding.objects.create(run=step.run, post_id=key, violation=wrong, was=was[:16])


def _record(last: ProofStep, keys: Sequence[UUID], tally: Tally) -> bool:
    """False where another worker was faster: its step counts, and what both found stands."""
    try:
        with transaction.atomic():
            ProofStep.objects.create(
                run=last.run, number=last.number + 1, policy_version=last.policy_version,
                profile=last.profile, upto=keys[-1], examined=tally.examined,
                hidden=tally.hidden, reinstated=tally.reinstated,
                unproven=tally.unproven, detectors=_detectors(keys),
            )  # fmt: skip
    except IntegrityError:
        return False
    return True


def _detectors(keys: Sequence[UUID]) -> list[str]:
    """Whoever answered in the newest scans of these posts and their films."""
    subjects = [encode(IdKind.POST, key) for key in keys]
    jobs = Post.objects.filter(pk__in=keys, draft__isnull=False).values_list("draft__job_id")
    subjects += [encode(IdKind.GENERATION, job) for (job,) in jobs]
    newest = Scan.objects.filter(subject__in=subjects).order_by("subject", "stage", "-id")
    scans = newest.distinct("subject", "stage").values_list("detectors", flat=True)
    return sorted({f"{name} {version}" for one in scans for name, version in one.items()})


def _finish(run: UUID) -> ProofRun:
    steps = ProofStep.objects.filter(run=run).order_by("number")
    first = steps[0]
    _refuse_superseded(first)
    sums: dict[str, Any] = steps.aggregate(
        examined=Sum("examined"),
        hidden=Sum("hidden"),
        reinstated=Sum("reinstated"),
        unproven=Sum("unproven"),
    )
    detectors = sorted({name for step in steps for name in step.detectors})
    found = list(ProofFinding.objects.filter(run=run).values_list("post_id", flat=True))
    done, _made = ProofRun.objects.get_or_create(
        pk=run,
        defaults=sums | {
            "policy_version": first.policy_version, "profile": first.profile,
            "started_at": first.at, "violations": len(found),
            "fixed": len(found) - _still_wrong(found), "detectors": detectors,
            "detectors_sha256": sha256("\n".join(detectors).encode()).hexdigest(),
        },
    )  # fmt: skip
    say = log.error if done.violations else log.info
    say("feed_proof", run=str(run), violations=done.violations, examined=done.examined,
        fixed=done.fixed, unproven=done.unproven, policy=done.policy_version)  # fmt: skip
    return done


def _still_wrong(found: Sequence[UUID]) -> int:
    """Looked at once more: what was ended and is there again was put back by somebody."""
    shown = Post.objects.filter(pk__in=found, state=PostState.PUBLISHED)
    shown = shown.filter(policy_version=current_policy().version)
    return sum(
        violation(post, rating_of(post)) is not None
        for post in shown.select_related("author", "draft__job")
        if job_of(post)
    )


def _refuse_superseded(step: ProofStep) -> None:
    now = (current_policy().version, settings.PROFILE)
    if (step.policy_version, step.profile) != now:
        raise Superseded
