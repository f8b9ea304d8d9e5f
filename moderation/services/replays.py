"""The last days' scans under a draft policy, before anybody activates it (D-8). Reads only."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from lib.ids import IdKind
from moderation.exposure import exposures
from moderation.models import Cause, Review, Scan
from moderation.policy.loading import current_policy
from moderation.policy.rows import Policy, Verdict
from moderation.rates import Rate
from moderation.replaying.remembered import Remembered, remembered
from moderation.replaying.tables import (
    MOST_IDS,
    Appeals,
    Confusion,
    Limits,
    Posts,
    Replay,
    confusions,
)
from moderation.replaying.tally import Fits, Tally

JOB = f"{IdKind.GENERATION.value}_"


def replay(draft: Policy, *, days: int) -> Replay:
    """What would change if `draft` had been in force; nothing does, and nothing is written.

    Cost: about a millisecond a scan, whose findings are fetched by the hundreds.
    """
    since = timezone.now() - timedelta(days=days)
    recent = Scan.objects.filter(at__gte=since)
    minors = recent.filter(depicts_minor=True).values_list("subject", flat=True)
    tally = Tally(current_policy(), draft, frozenset(minors))
    unreadable = []
    for one in remembered(since):
        if isinstance(one, Remembered):
            tally.add(one)
        else:
            unreadable.append(one.public_id)
    return _told(tally, days=days, unreadable=unreadable)


def _told(tally: Tally, *, days: int, unreadable: list[str]) -> Replay:
    return Replay(
        current=tally.current.version,
        draft=tally.draft.version,
        days=days,
        scans=tally.scans,
        all=Confusion("all", tally.all),
        by_category=confusions(tally.category),
        by_surface=confusions(tally.surface),
        by_audience=confusions(tally.audience),
        effects=tally.effects,
        moves={move: tuple(ids) for move, ids in tally.moves.items()},
        posts=_posts(tally.fits),
        appeals=_appeals(tally.refused),
        limits=Limits(
            unreadable=tuple(unreadable[:MOST_IDS]),
            unlike_recorded=tuple(tally.unlike[:MOST_IDS]),
            other_policies=dict(tally.policies),
            other_detectors={
                name: old
                for name, versions in tally.detectors.items()
                if (old := versions.total() - versions[tally.newest[name]])
            },
            without_scores=dict(tally.scoreless),
        ),
    )


def _posts(fits: dict[str, dict[str, Fits]]) -> Posts:
    """A post is as fit as the least fit of what stands in it."""
    shown = exposures(list(fits))
    found: dict[str, list[Fits]] = {}
    for subject, exposure in shown.items():
        found.setdefault(exposure.post, []).extend(fits[subject].values())
    reported = {one.post: one.reported for one in shown.values()}
    gone = [post for post, several in found.items() if _leaves(one.adults for one in several)]
    return Posts(
        published=len(found),
        gone=tuple(gone),
        never_reported=tuple(post for post in gone if not reported[post]),
        reports_kept=any(value is not None for value in reported.values()),
        newly_for_under_18=tuple(
            post
            for post, several in found.items()
            if _leaves((then, now) for now, then in (one.under_18 for one in several))
        ),
        no_longer_for_under_18=tuple(
            post for post, several in found.items() if _leaves(one.under_18 for one in several)
        ),
    )


def _leaves(pairs: Iterable[tuple[bool, bool]]) -> bool:
    """Whether all of the first hold, and not all of the second."""
    first, second = zip(*pairs, strict=True)
    return all(first) and not all(second)


def _appeals(refused: Iterable[str]) -> Appeals:
    newly = tuple(subject for subject in refused if subject.startswith(JOB))
    ever = Scan.objects.filter(verdict=Verdict.BLOCK.word, subject__startswith=JOB)
    contested = Review.objects.filter(Q(cause=Cause.CONTESTED), subject__in=ever.values("subject"))
    count = ever.values("subject").distinct().count()
    return Appeals(newly, Rate(contested.values("subject").distinct().count(), count))
