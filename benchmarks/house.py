"""A house to measure in: embedded servers in a scratch folder, people, and what they published."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import User
    from feed.models import Post

PASSWORD = "a horse that reads music"  # noqa: S105 - of people who live for a minute


def set_up(folder: Path, fill: Callable[[], None]) -> Any:
    """Servers, tables, rows; `fill` is called where nobody is there yet. The settings are read
    after this, so the environment comes first."""
    os.environ |= {
        "ZOETROPE_DATA": str(folder),
        "ZOETROPE_PROFILE": "development",
        "ZOETROPE_ROLE": "migrate",
        "MEDIA_DIR": str(folder / "media"),
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    from config.embedded import Servers

    servers = Servers(folder, volatile=True)
    servers.start()
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    from accounts.models import User

    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return servers


def members(number: int) -> list[User]:
    """Grown-ups who may do everything."""
    from datetime import date

    from accounts.services.people import create_person

    return [
        create_person(
            email=f"p{n}@example.org",
            password=PASSWORD,
            birth_date=date(1990, 1, 1),
            handle=f"p_{n}",
        )
        for n in range(number)
    ]


def posted(people: list[User], number: int) -> list[Post]:
    """So many videos in the public feed, of each person in turn, the newest first."""
    from datetime import timedelta

    from django.utils import timezone

    from feed.models import Post
    from generation.models import Asset, AssetKind, Draft, Job
    from lib.signed_media import new_key
    from moderation.policy.loading import current_policy

    now = timezone.now()
    jobs = [
        Job(
            owner=people[n % len(people)], prompt="?", size="720x1280", seconds=4, engine="sketch",
            seed=n, state="completed", progress=100, finished_at=now, screened_as="development",
        )
        for n in range(number)
    ]  # fmt: skip
    Job.objects.bulk_create(jobs, batch_size=1000)
    Asset.objects.bulk_create(
        [
            Asset(
                job=job, kind=kind, storage_key=new_key("out", ".mp4"), sha256="0" * 64,
                bytes=1000, mime="video/mp4", width=720, height=1280, sealed_at=now,
            )
            for job in jobs
            for kind in (AssetKind.VIDEO, AssetKind.POSTER, AssetKind.SPRITESHEET)
        ],
        batch_size=1000,
    )  # fmt: skip
    drafts = [Draft(job=job, owner=job.owner) for job in jobs]
    Draft.objects.bulk_create(drafts, batch_size=1000)
    posts = [
        Post(
            author=draft.owner, draft=draft, state="published", rating="everyone",
            policy_version=current_policy().version, screened_as="development",
            published_at=now - timedelta(seconds=n), caption="a caption of some words",
        )
        for n, draft in enumerate(drafts)
    ]  # fmt: skip
    Post.objects.bulk_create(posts, batch_size=1000)
    return posts


def timed(work: Callable[[], Any]) -> float:
    """Seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ratios(upper: list[float], lower: list[float]) -> dict[str, float]:
    """Of pairs that were taken one after the other; quartiles are the spread."""
    return quartiles(one / other for one, other in zip(upper, lower, strict=True))


def quartiles(values: Any) -> dict[str, float]:
    """The median and the spread round it."""
    first, middle, third = statistics.quantiles(values, n=4)
    return {"q1": round(first, 2), "median": round(middle, 2), "q3": round(third, 2)}
