"""A replay for terminals and for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from moderation.policy.rows import Verdict
from moderation.rates import shown
from moderation.replaying.tables import Confusion, Replay


def page(found: Replay) -> str:
    """Markdown, without a word of anybody's."""
    posts, appeals, limits = found.posts, found.appeals, found.limits
    return f"""\
# Replay of policy `{found.draft}` over the last {found.days} days

Against `{found.current}`, in force. {found.scans:,} scans, of which {found.changed:,} would differ.

## Verdict now (rows) and under the draft (columns)
{_matrix(found.all)}
{_groups("category", found.by_category)}
{_groups("surface", found.by_surface)}
{_groups("audience", found.by_audience)}
## What follows
- Now and under the draft: {_effects(found)}.
- Published and would go: {len(posts.gone)} of {posts.published}; never reported of those: \
{len(posts.never_reported)}{"" if posts.reports_kept else " (reports are not kept yet)"}.
- Newly fit for people under 18: {len(posts.newly_for_under_18)} posts; no longer: \
{len(posts.no_longer_for_under_18)}.
- Newly refused videos: {len(appeals.newly_refused)}. Contested so far: \
{shown(appeals.contested)} refused. Appeals likely: {_likely(found)}.

## What this replay cannot know
- Scans whose rows cannot be understood: {_ids(limits.unreadable)}.
- Judged otherwise than recorded, by the same policy: {_ids(limits.unlike_recorded)}.
- Recorded by other policies: {_counts(limits.other_policies)}.
- Read by older versions of a detector: {_counts(limits.other_detectors)}.
- Assessed without a score, where the draft's threshold differs: {_counts(limits.without_scores)}.

## Scans to look at
{_moves(found)}"""


def _matrix(one: Confusion) -> str:
    head = f"| | {' | '.join(verdict.word for verdict in Verdict)} |\n|---|---|---|---|---|\n"
    rows = (
        f"| **{now.word}** | "
        + " | ".join(str(one.counts.get((now, then), 0)) for then in Verdict)
        + " |\n"
        for now in Verdict
    )
    return head + "".join(rows)


def _groups(first: str, several: Sequence[Confusion]) -> str:
    rows = "".join(
        f"| {one.group} | {one.total} | {one.changed} | {_changes(one)} |\n" for one in several
    )
    return f"| {first} | scans | changed | how |\n|---|---|---|---|\n{rows}"


def _changes(one: Confusion) -> str:
    return ", ".join(
        f"{now.word} to {then.word}: {number}"
        for (now, then), number in sorted(one.counts.items())
        if now != then
    )


def _effects(found: Replay) -> str:
    return ", ".join(
        f"{now} to {then} {number}" for (now, then), number in sorted(found.effects.items())
    )


def _likely(found: Replay) -> str:
    likely = found.appeals.likely
    if likely is None:
        return "unknown, nothing was refused yet"
    return f"{likely[0]:.1f} [{likely[1]:.1f}, {likely[2]:.1f}]"


def _ids(ids: Sequence[str]) -> str:
    return ", ".join(ids) or "none"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in sorted(counts.items())) or "none"


def _moves(found: Replay) -> str:
    if not found.moves:
        return "None: no verdict changes.\n"
    return "".join(
        f"- {now.word} to {then.word}: {', '.join(ids)}\n"
        for (now, then), ids in sorted(found.moves.items())
    )


def as_json(found: Replay) -> dict[str, Any]:
    posts, appeals, limits = found.posts, found.appeals, found.limits
    return {
        "current": found.current,
        "draft": found.draft,
        "days": found.days,
        "scans": found.scans,
        "changed": found.changed,
        "all": _confusion(found.all),
        "by_category": [_confusion(one) for one in found.by_category],
        "by_surface": [_confusion(one) for one in found.by_surface],
        "by_audience": [_confusion(one) for one in found.by_audience],
        "effects": [
            {"now": now.value, "draft": then.value, "n": number}
            for (now, then), number in sorted(found.effects.items())
        ],
        "samples": [
            {"now": now.word, "draft": then.word, "scans": list(ids)}
            for (now, then), ids in sorted(found.moves.items())
        ],
        "posts": {
            "published": posts.published,
            "gone": list(posts.gone),
            "never_reported": list(posts.never_reported),
            "reports_kept": posts.reports_kept,
            "newly_for_under_18": list(posts.newly_for_under_18),
            "no_longer_for_under_18": list(posts.no_longer_for_under_18),
        },
        "appeals": {
            "newly_refused": list(appeals.newly_refused),
            "contested": appeals.contested.hits,
            "refused_so_far": appeals.contested.count,
            "likely": None if appeals.likely is None else [round(n, 2) for n in appeals.likely],
        },
        "limits": {
            "unreadable": list(limits.unreadable),
            "unlike_recorded": list(limits.unlike_recorded),
            "other_policies": dict(limits.other_policies),
            "other_detectors": dict(limits.other_detectors),
            "without_scores": dict(limits.without_scores),
        },
    }


def _confusion(one: Confusion) -> dict[str, Any]:
    return {
        "group": one.group,
        "n": one.total,
        "counts": [
            {"now": now.word, "draft": then.word, "n": number}
            for (now, then), number in sorted(one.counts.items())
        ],
    }
