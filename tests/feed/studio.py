"""Finished, sealed drafts with their scans, and answers of a screener that says what it is told."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from accounts.models import User
from feed.models import Post
from feed.services.publishing import publish
from generation.models import Asset, AssetKind, Draft, Job
from generation.services.screening import audience_of
from lib.signed_media import new_key, placing
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.policy.audience import Column
from moderation.policy.judging import Evidence
from moderation.policy.loading import current_policy
from moderation.policy.rows import Verdict
from moderation.screener.client import ScreenerAway
from moderation.services.screening import judged, record_scan

FILES = {
    AssetKind.VIDEO: ("mp4", "video/mp4"),
    AssetKind.POSTER: ("webp", "image/webp"),
    AssetKind.SPRITESHEET: ("webp", "image/webp"),
}
STAGES = {"screen": Surface.PROMPT, "inspect": Surface.FRAME, "likeness": Surface.FRAME}
SECRET = "an unmistakable wish"
GEOMETRY = {"columns": 1, "rows": 1, "tile_width": 10, "tile_height": 10, "times": [0.0]}

# Scores of the policy in force: fine for adults alone; for a person to look at; not at all.
Scores = dict[Category, float]


def scoring(category: Category, level: Verdict) -> Scores:
    """The middle of what is `level` on an adult's profile by the policy in force."""
    row = current_policy().rows[category][Column.PROFILE]
    upper = row.at(Verdict(level + 1)) if level < Verdict.BLOCK else 1.0
    return {category: (row.at(level) + upper) / 2}


LIMITED = scoring(Category.VIOLENCE, Verdict.LIMIT)
DOUBTFUL = scoring(Category.VIOLENCE, Verdict.REVIEW)
BLOCKED = scoring(Category.HATE, Verdict.BLOCK)


def finished(
    owner: User,
    scores: Scores | None = None,
    *,
    minor: bool = False,
    sealed: bool = True,
    skipped: str = "",
    **job_fields: Any,
) -> Draft:
    """A draft with three files on the disk, whose words, frames and faces scored so; one stage
    may have been skipped."""
    job = Job.objects.create(
        owner=owner, prompt=SECRET, size="720x1280", seconds=4, engine="sketch", seed=1,
        state="completed", progress=100, finished_at=timezone.now(), screened_as="development",
        depicts_minor=minor, **job_fields,
    )  # fmt: skip
    for kind, (suffix, mime) in FILES.items():
        key = new_key("out", f".{suffix}")
        with placing(key) as path:
            path.write_bytes(kind.encode())
        Asset.objects.create(
            job=job, kind=kind, storage_key=key, sha256="0" * 64, bytes=len(kind), mime=mime,
            width=10, height=10, duration=4.0 if kind == AssetKind.VIDEO else None,
            geometry=GEOMETRY if kind == AssetKind.SPRITESHEET else None,
            sealed_at=timezone.now() if sealed else None,
        )  # fmt: skip
    for stage, surface in STAGES.items():
        if stage != skipped:
            scan(job, stage, [Evidence(surface, [answer(scores, minor=minor)])])
    return Draft.objects.create(job=job, owner=owner)


def scan(job: Job, stage: str, evidence: Sequence[Evidence]) -> None:
    audience = audience_of(job)
    record_scan(
        subject=job.public_id, stage=stage, evidence=evidence, audience=audience,
        judgement=judged(evidence, audience=audience),
    )  # fmt: skip


def answer(scores: Scores | None = None, *, minor: bool | None = False) -> Answer:
    """Everything was assessed, and scored so."""
    hits = tuple(Hit(category, score) for category, score in (scores or {}).items())
    coverage = dict.fromkeys(Category, Coverage.ASSESSED)
    return Answer("told", "1", coverage=coverage, hits=hits, depicts_minor=minor)


def evidence(scores: Scores | None = None, *, minor: bool = False) -> list[Evidence]:
    """What a screener answered about a caption."""
    return [Evidence(Surface.CAPTION, [answer(scores, minor=minor)])]


def published(author: User, scores: Scores | None = None, **words: Any) -> Post:
    """A post of a new draft, without a caption unless one is given with its evidence."""
    return publish(draft=finished(author, scores), by=author, **words)


class Screener:
    """In the place of the client: away, or answering with `scores`; it keeps what it was asked."""

    def __init__(self) -> None:
        self.away = False
        self.scores: Scores = {}
        self.minor = False
        self.asked: list[str] = []
        self.meanwhile: Callable[[], Any] | None = None

    def read(self, texts: Sequence[tuple[Surface, str]], *, seconds: float) -> list[Evidence]:
        self.asked += [text for _, text in texts]
        if self.meanwhile is not None:
            self.meanwhile()
        if self.away:
            raise ScreenerAway
        return evidence(self.scores, minor=self.minor)
