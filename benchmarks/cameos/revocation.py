"""What taking consent back costs with 10, 1,000 and 10,000 videos of one likeness.

Statements and rows that the transaction writes (what hides every video), and that a worker then
writes for each video. Rows are counted by PostgreSQL itself (`pg_stat_xact_all_tables`), not by us.
No time is taken: what counts is that the first does not grow, and that the second does not either.

    python -m benchmarks.cameos.revocation
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.house import set_up
from benchmarks.reporting import kept, shown

if TYPE_CHECKING:
    from cameos.models import Cameo

RESULTS = Path(__file__).parents[1] / "results" / "cameos_revocation.json"
SIZES = (10, 1_000, 10_000)
RUNNING = 3
FILMS_WORKED = 10
WRITTEN = """
SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)
FROM pg_stat_xact_all_tables WHERE schemaname = 'public'
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zoetrope-bench-") as folder:
        servers = set_up(Path(folder), lambda: None)
        try:
            rows = [_measured(size) for size in args.sizes]
        finally:
            servers.stop()
    first, last = rows[0], rows[-1]
    result = {
        "videos": [row["videos"] for row in rows],
        "of_each": rows,
        "running_jobs": RUNNING,
        "statements_last_over_first": last["statements"] / first["statements"],
        "rows_last_over_first": last["rows_written"] / first["rows_written"],
        "worker_statements_last_over_first": last["worker_statements_per_video"]
        / first["worker_statements_per_video"],
    }
    kept(result, RESULTS)
    shown(result)


def _measured(size: int) -> dict[str, Any]:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from cameos.models import Revocation
    from generation.work.withdrawing import withdraw_films

    cameo = _likeness(size)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        before = _rows_written()  # of older transactions, not yet handed on
        row = _revoke(cameo)
        written = _rows_written() - before
    statements = _counted(asked)
    visible = _visible(cameo)
    from generation.work import withdrawing

    withdrawing.BATCH = FILMS_WORKED + 1 if size <= FILMS_WORKED else FILMS_WORKED
    with CaptureQueriesContext(connection) as worked:
        withdraw_films(row.pk)
    done = Revocation.objects.get(pk=row.pk).films
    return {
        "videos": size,
        "statements": statements,
        "rows_written": written,
        "videos_still_visible": visible,
        "worker_statements_per_video": round(_counted(worked) / done, 1),
    }


def _likeness(size: int) -> Cameo:
    from datetime import date, timedelta

    from django.utils import timezone

    from accounts.services.people import create_person
    from cameos.models import Cameo, CameoPermission, Capability
    from cameos.permissions.terms import Terms
    from feed.models import Post
    from generation.models import Asset, AssetKind, Draft, Job
    from lib.signed_media import new_key
    from moderation.policy.loading import current_policy

    now = timezone.now()
    owner, maker = (
        create_person(
            email=f"{name}{size}@example.org", password="a horse that reads music",  # noqa: S106
            birth_date=date(1990, 1, 1), handle=f"{name}_{size}",
        )
        for name in ("owner", "maker")
    )  # fmt: skip
    cameo = Cameo.objects.create(
        owner=owner, state="active", verified_at=now, usable_by_owner_only=False
    )
    CameoPermission.objects.create(
        cameo=cameo, level="everyone", everyone_until=now + timedelta(days=30)
    )
    jobs = Job.objects.bulk_create(
        (
            Job(
                owner=maker, prompt="?", size="720x1280", seconds=4, engine="sketch", seed=n,
                state="completed", progress=100, finished_at=now, screened_as="development",
            )
            for n in range(size)
        ),
        batch_size=1000,
    )  # fmt: skip
    drafts = Draft.objects.bulk_create([Draft(job=job, owner=maker) for job in jobs])
    Asset.objects.bulk_create(
        (
            Asset(
                job=job, kind=kind, storage_key=new_key("out", ".mp4"), sha256="0" * 64, bytes=1,
                mime="video/mp4", width=1, height=1, sealed_at=now,
            )
            for job in jobs
            for kind in (AssetKind.VIDEO, AssetKind.POSTER, AssetKind.SPRITESHEET)
        ),
        batch_size=1000,
    )  # fmt: skip
    Post.objects.bulk_create(
        (
            Post(
                author=maker, draft=draft, state="published", rating="everyone",
                policy_version=current_policy().version, screened_as="development",
                published_at=now,
            )
            for draft in drafts
        ),
        batch_size=1000,
    )  # fmt: skip
    finished = [(job.public_id, job.pk, now) for job in jobs]
    running = [(f"gen_running{n}", None, None) for n in range(RUNNING)]
    Capability.objects.bulk_create(
        (
            Capability(
                cameo_id=cameo.pk, requester_id=maker.pk, job=job, film_id=film, epoch=1,
                terms=Terms().as_facts(), expires_at=now, completed_at=done, published_at=done,
            )
            for job, film, done in [*finished, *running]
        ),
        batch_size=1000,
    )  # fmt: skip
    return cameo


def _revoke(cameo: Cameo) -> Any:
    from cameos.models import RevocationScope
    from cameos.revoking.confirming import confirmation
    from cameos.revoking.counting import Counts
    from cameos.revoking.revoking import revoke

    scope = RevocationScope.ALSO_REMIXES
    confirm = confirmation(cameo, scope, Counts(0, 0, 0, 0))
    return revoke(cameo=cameo, by=cameo.owner, scope=scope, confirm=confirm)


def _rows_written() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return int(cursor.fetchone()[0])


def _visible(cameo: Cameo) -> int:
    """Of a few of its videos, how many its maker or a guest can see."""
    from cameos.models import Capability
    from feed.models import Post

    films = list(
        Capability.objects.filter(cameo_id=cameo.pk, film_id__isnull=False).values_list(
            "film_id", flat=True
        )[:100]
    )
    return Post.objects.visible_to(None).filter(draft__job__in=films).count()


def _counted(asked: Any) -> int:
    """Without what opens and closes transactions, and our own count."""
    outside = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")
    texts = [one["sql"].lstrip() for one in asked.captured_queries]
    return sum(not one.startswith(outside) and "pg_stat_xact" not in one for one in texts)


if __name__ == "__main__":
    main()
