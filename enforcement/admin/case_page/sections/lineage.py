from uuid import UUID

from django.urls import reverse

from accounts.admin.sections.shown import Cell, Link, Shown, Table, more_than, person_link
from accounts.models import User
from enforcement.admin.case_page.films import job_of, jobs
from enforcement.models import Case
from feed.models import Post
from generation.descent import behind, beyond
from generation.models import Job

MOST = 50


def read(case: Case, viewer: User) -> Shown | None:
    """What it was made out of, and what was made out of it: each a question of its own."""
    job_id = None if case.diverted else job_of(case)
    if job_id is None:
        return None
    before, after = behind([job_id]) - {job_id}, beyond([job_id]) - {job_id}
    return Shown(
        tables=(
            _table("Made out of", before, "It was made of words alone."),
            _table("Made out of it", after, "Nothing was made out of it."),
        )
    )


def _table(title: str, keys: set[UUID], empty: str) -> Table:
    rows = jobs(keys)[:MOST]
    posts: dict[UUID, list[Post]] = {}
    for post in Post.objects.filter(draft__job__in=rows).select_related("draft"):
        if post.draft is not None:
            posts.setdefault(post.draft.job_id, []).append(post)
    return Table(
        title,
        ("film", "tool", "step", "maker", "state", "posts"),
        tuple(_row(job, posts.get(job.pk, [])) for job in rows),
        more=more_than(len(rows), len(keys)),
        empty=empty,
    )


def _row(job: Job, posts: list[Post]) -> tuple[Cell, ...]:
    href = reverse("admin:generation_job_change", args=[job.pk])
    shown = ", ".join(f"{one.public_id} ({one.state})" for one in posts)
    return (
        *(Link(job.public_id, href), job.get_tool_display(), job.depth),
        *(person_link(job.owner), job.state, shown or "-"),
    )
