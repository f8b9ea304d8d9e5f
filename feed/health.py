"""What /readyz says of the feed, None where there is nothing to say."""

from datetime import timedelta

from django.utils import timezone

from feed.models import Post, ProofRun
from feed.states import UNPROVEN
from lib.api.unavailable import Unavailable

MOST_COUNTED = 1_000  # asked every few seconds by whoever watches: no count of a whole table
OVERDUE = timedelta(hours=36)  # a night was left out


def rating_lacks() -> str | None:
    """Progress after a policy was activated."""
    try:
        # What lacks an answer is told by the proof.
        stale = Post.objects.stale().exclude(policy_version=UNPROVEN)
        waiting = stale[:MOST_COUNTED].count()
    except Unavailable:
        return None  # said of the policy
    more = "or more " if waiting == MOST_COUNTED else ""
    return f"{waiting} {more}posts are hidden until they are rated" if waiting else None


def proof_lacks() -> str | None:
    """The last proof, where it is none of "0 of n" of this night."""
    last = ProofRun.objects.order_by("-finished_at").first()
    if last is None:
        return "never proven"
    if last.violations:
        return f"{last.violations} violations of {last.examined}, {last.fixed} ended"
    if last.unproven:
        return f"{last.unproven} posts lack an answer and are shown to nobody"
    if timezone.now() - last.finished_at > OVERDUE:
        return f"last proven at {last.finished_at:%Y-%m-%dT%H:%MZ}"
    return None
