"""Whose face one is, by distances alone. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING
from uuid import UUID

from lib.faces.base import Closeness, Thresholds

if TYPE_CHECKING:
    from cameos.vault.gallery import Match


class Whose(StrEnum):
    NOBODY = "nobody"  # who is enrolled
    EXPECTED = "expected"
    STRANGER = "stranger"  # enrolled, and did not consent to this film
    UNSURE = "unsure"


def whose(
    near: Sequence[Match],
    expected: Collection[UUID],
    published: Thresholds,
    followed: Thresholds,
    outranked: Collection[tuple[UUID, UUID]] = (),
) -> Whose:
    """`near` holds at least the nearest cameo that is not expected, and every nearer one; and all
    who are no further than `published.match`.

    `followed` is `published` for a gallery of this size: only its `match` is stricter. It decides
    what is a block; what resembles a subject is measured by what is published, so that a large
    gallery takes nobody's consent away.

    `outranked`: somebody blocked, and a subject who came after their protection
    (cameos/blocked/precedence). Where it is the blocked one's face by what is published, it does
    not pass for the subject's recording being nearer, which may be of that very face.
    """
    own = min((one.distance for one in near if one.cameo_id in expected), default=inf)
    surely = {one.cameo_id for one in near if published.closeness(one.distance) is Closeness.SAME}
    other = min((one.distance for one in near if one.cameo_id not in expected), default=inf)
    if published.closeness(other) is Closeness.OTHER:
        is_subject = published.closeness(own) is not Closeness.OTHER
        return Whose.EXPECTED if is_subject else Whose.NOBODY
    if own < other:
        nearest = {one.cameo_id for one in near if one.distance == own}
        if any(blocked in surely and late in nearest for blocked, late in outranked):
            return Whose.UNSURE
        return Whose.EXPECTED if published.closeness(own) is Closeness.SAME else Whose.UNSURE
    # Somebody else lies nearer, and yet it may be the subject: a person looks.
    if published.closeness(own) is not Closeness.OTHER:
        return Whose.UNSURE
    return Whose.STRANGER if followed.closeness(other) is Closeness.SAME else Whose.UNSURE
