"""What staff read of a post that is hidden first: by which rule, and until when."""

from uuid import UUID

from accounts.admin.sections.shown import when
from accounts.models import User
from enforcement.models import Case, Hiding
from enforcement.policies import see_case
from enforcement.reasons import REASONS
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.hiding import live
from feed.models import Post


def says_of_post(post: Post, viewer: User) -> list[str]:
    """Of each case that hides it and that `viewer` may see; of the others nothing."""
    return _says(post.pk, viewer)


def says_of_case(case: Case, viewer: User) -> list[str]:
    """The same, where the case is about a post."""
    return _says(case.subject_id, viewer) if case.subject_kind == SubjectKind.POST else []


def until(row: Hiding) -> str:
    """The day on which it ends without a decision."""
    said = f"{row.ends_at:%Y-%m-%d}" if row.ends_at else "decided"
    return f"{said} (contested)" if row.contested_at else said


def _says(post_id: UUID, viewer: User) -> list[str]:
    rows = live().filter(post_id=post_id, case__in=see_case.queryset(viewer))
    return [_said(one) for one in rows.order_by("since").select_related("case")]


def _said(row: Hiding) -> str:
    ends = (
        f"Without a decision it is shown again at {when(row.ends_at)}."
        if row.ends_at
        else "Only a decision ends it."
    )
    contested = f" Its maker contested it at {when(row.contested_at)}." if row.contested_at else ""
    return (
        f"This post is hidden from all but its maker since {when(row.since)}, before anybody "
        f"decided (case {row.case.public_id}): {row.get_lane_display().lower()}, for "
        f"“{REASONS[row.reason].label}”. {ends}{contested}"
    )
