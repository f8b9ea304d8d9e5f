"""What a page of the public feed costs over its floor.

In one process and one run, over embedded servers in a scratch folder: 5,000 posts of 100 people
with likes, every fourth with a likeness in it, 20 on a page. The page is the view as WSGI calls it
(middleware, throttles, serialisers, JSON). Its floor is one hand-written statement for the same
rows and rules and `json.dumps` of the rows (orjson where it is installed; the result says which):
no signed addresses, no decryption. Both are taken in turn, so that what else the machine does falls
on both; only their ratio is worth keeping. The page without files tells what those cost.

    python -m benchmarks.feed_page --repeat 200
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.house import members, posted, ratios, set_up, timed
from benchmarks.reporting import kept, machine, shown

if TYPE_CHECKING:
    from accounts.models import User

RESULTS = Path(__file__).parent / "results" / "feed_page.json"
PEOPLE, POSTS, LIKES, PAGE, LIKENESS_EVERY = 100, 5_000, 10, 20, 4

# The rules of `public_feed` for an adult, by hand; a block, a teen's post or a consent that was
# taken back hides the same rows.
FLOOR_SQL = """
SELECT p.id, p.published_at, u.handle, u.display_name, j.engine,
    (SELECT count(*) FROM feed_like l WHERE l.post_id = p.id),
    EXISTS (SELECT FROM feed_like l WHERE l.post_id = p.id AND l.person_id = %(viewer)s),
    (SELECT json_agg(json_build_array(a.kind, a.storage_key, a.mime, a.bytes, a.width, a.height))
     FROM generation_asset a WHERE a.job_id = j.id)
FROM feed_post p
JOIN accounts_user u ON u.id = p.author_id
JOIN generation_draft d ON d.id = p.draft_id
JOIN generation_job j ON j.id = d.job_id
WHERE p.state = 'published' AND p.rating = 'everyone' AND p.policy_version = %(policy)s
    AND u.joined_at IS NOT NULL AND u.deleted_at IS NULL
    AND u.standing NOT IN ('suspended', 'banned')
    AND u.birth_date <= %(born)s AND u.assured_band = ''
    AND NOT EXISTS (SELECT FROM accounts_block b
        WHERE (b.blocker_id = %(viewer)s AND b.blocked_id = u.id)
        OR (b.blocker_id = u.id AND b.blocked_id = %(viewer)s))
    AND NOT EXISTS (SELECT FROM cameos_capability c WHERE c.film_id = j.id
        AND (c.friends_only OR NOT EXISTS (SELECT FROM cameos_cameo k WHERE k.id = c.cameo_id
            AND c.epoch >
                CASE WHEN c.inherited THEN k.remixes_hidden_through ELSE k.hidden_through END
            AND (k.epoch <= c.epoch OR c.published_at IS NOT NULL))))
ORDER BY p.published_at DESC, p.id DESC LIMIT 21
"""


def main() -> None:
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="zoetrope-bench-") as folder:
        servers = set_up(Path(folder), _fill)
        try:
            result = _measure(args.repeat)
        finally:
            servers.stop()
    kept(result, RESULTS)
    shown(result)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=200, help="pages of each kind")
    return parser.parse_args()


def _fill() -> None:
    from django.utils import timezone

    from cameos.models import Cameo, Capability
    from cameos.permissions.terms import Terms
    from feed.models import Like

    now = timezone.now()
    people = members(PEOPLE)
    posts = posted(people, POSTS)
    jobs = [post.draft.job for post in posts if post.draft is not None]
    cameo = Cameo.objects.create(owner=people[0], state="active", verified_at=now)
    Capability.objects.bulk_create(
        [
            Capability(
                cameo_id=cameo.pk, requester_id=job.owner_id, job=job.public_id, film_id=job.pk,
                terms=Terms().as_facts(), epoch=1, expires_at=now, completed_at=now,
                published_at=now,
            )
            for job in jobs[::LIKENESS_EVERY]
        ]
    )  # fmt: skip
    Like.objects.bulk_create(
        [
            Like(post=post, person=people[(number + step) % PEOPLE])
            for number, post in enumerate(posts)
            for step in range(LIKES)
        ],
        batch_size=5000,
    )


def _measure(repeat: int) -> dict[str, Any]:
    from tqdm import tqdm

    from accounts.models import User

    viewer = User.objects.order_by("created_at")[0]
    page, floor = _page(viewer), _floor(viewer)
    for _ in range(20):
        page()
        floor()
    times: dict[str, list[float]] = {"page": [], "floor": [], "page_without_files": []}
    for _ in tqdm(range(repeat), unit="page"):
        times["floor"].append(timed(floor))
        times["page"].append(timed(page))
        with patch("feed.api.posts.SHOWN", ()):
            times["page_without_files"].append(timed(page))
    return {
        "machine": machine(),
        "posts": POSTS,
        "on_a_page": PAGE,
        "likes_of_a_post": LIKES,
        "a_likeness_in_every": LIKENESS_EVERY,
        "n": repeat,
        "json_of_the_floor": "orjson" if importlib.util.find_spec("orjson") else "json.dumps",
        "queries_of_a_page": _queries(page),
        "page_over_floor": ratios(times["page"], times["floor"]),
        "page_without_files_over_floor": ratios(times["page_without_files"], times["floor"]),
    }


def _page(viewer: User) -> Callable[[], Any]:
    """As WSGI calls it, but for the log-in: the token is another room's cost."""
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_authenticate(viewer)

    def page() -> Any:
        from django.core.cache import cache

        answer = client.get("/api/v1/feeds/latest")
        if answer.status_code == 429:
            cache.clear()
            answer = client.get("/api/v1/feeds/latest")
        _check(len(answer.json()["results"]) == PAGE)
        return answer

    return page


def _floor(viewer: User) -> Callable[[], Any]:
    from datetime import date

    from django.db import connection

    from moderation.policy.loading import current_policy

    facts = {"viewer": viewer.pk, "policy": current_policy().version, "born": date(2005, 1, 1)}

    def floor() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR_SQL, facts)
            rows = cursor.fetchall()
        _check(len(rows) == PAGE + 1)
        return _dumps(rows[:PAGE])

    return floor


def _check(holds: bool) -> None:
    if not holds:
        raise SystemExit("The page and its floor must hold the same posts.")


def _dumps(rows: list[Any]) -> bytes:
    if importlib.util.find_spec("orjson"):
        import orjson  # type: ignore[import-not-found, unused-ignore]

        dumped: bytes = orjson.dumps(rows)
        return dumped
    return json.dumps(rows, default=str).encode()


def _queries(page: Callable[[], Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        page()
    return len(asked)


if __name__ == "__main__":
    main()
