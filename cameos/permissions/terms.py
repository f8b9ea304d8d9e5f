"""The terms of a use, as values of a lattice: what holds for several people is their `meet`."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from functools import reduce
from typing import Any

from cameos.permissions.topics import ZERO_TOLERANCE, Topic


class Scope(StrEnum):
    """What of a person is lent; a voice that is not lent is spoken by a generic one (C29)."""

    FACE = "face"
    VOICE = "voice"


class Cap(IntEnum):
    """How far a video with this likeness may go, from the narrowest."""

    DRAFT = 0
    FRIENDS = 1
    EVERYONE = 2


FOR_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a likeness is used, or several together.

    `meet` is the greatest terms that are within both: commutative, associative, idempotent, and
    `a <= b` where a permits nothing that b does not. A remix is `<=` each of its parents'.
    """

    scopes: frozenset[Scope] = frozenset(Scope)
    cap: Cap = Cap.EVERYONE
    no_remix: bool = False
    no_download: bool = False
    restrictions: frozenset[Topic] = field(default_factory=frozenset)
    depicts_minor: bool = False
    expires: datetime = FOR_EVER

    @property
    def friends_only(self) -> bool:
        """Whether a video must not leave the circle of friends."""
        return self.cap <= Cap.FRIENDS

    def meet(self, other: "Terms") -> "Terms":
        """What both permit."""
        return Terms(
            scopes=self.scopes & other.scopes,
            cap=min(self.cap, other.cap),
            no_remix=self.no_remix or other.no_remix,
            no_download=self.no_download or other.no_download,
            restrictions=self.restrictions | other.restrictions,
            depicts_minor=self.depicts_minor or other.depicts_minor,
            expires=min(self.expires, other.expires),
        )

    def __le__(self, other: "Terms") -> bool:
        return self.meet(other) == self

    def as_facts(self) -> dict[str, Any]:
        """For a row and a hash: JSON values in one fixed order."""
        return {
            "scopes": sorted(self.scopes),
            "cap": self.cap.name.lower(),
            "no_remix": self.no_remix,
            "no_download": self.no_download,
            "restrictions": sorted(self.restrictions),
            "depicts_minor": self.depicts_minor,
            "expires": None if self.expires == FOR_EVER else self.expires.isoformat(),
        }

    def digest(self) -> bytes:
        """SHA-256 of `as_facts`; equal exactly for equal terms."""
        return hashlib.sha256(json.dumps(self.as_facts(), sort_keys=True).encode()).digest()

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> "Terms":
        """What `as_facts` wrote. Raises KeyError or ValueError for anything else."""
        expires = facts["expires"]
        return cls(
            scopes=frozenset(Scope(one) for one in facts["scopes"]),
            cap=Cap[facts["cap"].upper()],
            no_remix=facts["no_remix"],
            no_download=facts["no_download"],
            restrictions=frozenset(Topic(one) for one in facts["restrictions"]),
            depicts_minor=facts["depicts_minor"],
            expires=datetime.fromisoformat(expires) if expires else FOR_EVER,
        )


UNBOUND = Terms()
# Abuse table, "a teen's likeness"; whoever is of unknown age is a teen here (law 3).
OF_A_TEEN = Terms(
    cap=Cap.FRIENDS, no_download=True, restrictions=ZERO_TOLERANCE, depicts_minor=True
)


def of_all(terms: Iterable[Terms]) -> Terms:
    """The intersection of everybody's terms; of nobody's, no bounds."""
    return reduce(Terms.meet, terms, UNBOUND)
