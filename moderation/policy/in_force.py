"""Which policy is in force, asked of the database again every few seconds by each process.

Nobody activated any: the built-in file. Otherwise the version that was activated last; where its
row cannot be trusted or read, there is no policy at all, and nothing passes (law 1).
"""

from dataclasses import dataclass
from hashlib import sha256
from time import monotonic

import structlog

from lib.api.unavailable import Unavailable
from moderation.policy.loading import InvalidPolicy, built_in_policy, load_policy
from moderation.policy.rows import Policy

log = structlog.get_logger(__name__)

# Ours: so long may a process judge, and show, by the version before. What it lets through is
# stamped with that version, so nobody sees it after (feed.models.posts).
CHECK_SECONDS = 2.0


class PolicyUnusable(Unavailable):
    """The version in force does not fit its hash, or does not load."""


@dataclass(frozen=True, slots=True)
class InForce:
    """`activation` is the key of the row that says so; None for the built-in file."""

    policy: Policy
    activation: int | None


_kept: tuple[InForce, float] | None = None


def in_force() -> InForce:
    """Kept for CHECK_SECONDS. Raises PolicyUnusable, each time anew."""
    global _kept  # noqa: PLW0603 - the one memory of this process
    kept, now = _kept, monotonic()
    if kept is not None and now - kept[1] < CHECK_SECONDS:
        return kept[0]
    newest = _newest()
    found = kept[0] if kept is not None and kept[0].activation == newest else _load(newest)
    _kept = (found, now)
    return found


def forget() -> None:
    """Ask at the next call; for the process that has just activated a version."""
    global _kept  # noqa: PLW0603 - see above
    _kept = None


def trusted(*, version: str, text: str, digest: str) -> Policy:
    """The policy of a row. Raises PolicyUnusable: somebody changed the text, or it is none."""
    if sha256(text.encode()).hexdigest() != digest:
        raise _unusable(version, "its text does not fit its hash")
    try:
        policy = load_policy(text)
    except InvalidPolicy:
        raise _unusable(version, "its text does not load") from None
    if policy.version != version:
        raise _unusable(version, "its text names another version")
    return policy


def _newest() -> int | None:
    from moderation.models import PolicyActivation

    return PolicyActivation.objects.order_by("-pk").values_list("pk", flat=True).first()


def _load(activation: int | None) -> InForce:
    if activation is None:
        return InForce(built_in_policy(), None)
    from moderation.models import PolicyVersion

    row = PolicyVersion.objects.get(activations=activation)
    policy = trusted(version=row.version, text=row.text, digest=row.sha256)
    return InForce(policy, activation)


def _unusable(version: str, why: str) -> PolicyUnusable:
    log.critical("policy_unusable", version=version, why=why)
    return PolicyUnusable(f"policy {version}: {why}")
