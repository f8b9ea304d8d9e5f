"""Whether the face of a recording is enrolled already: ids and distances, never a vector."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from uuid import UUID

from django.db import connection

from cameos.enrolment.outcomes import Neighbours
from cameos.models import BlockedLikeness, Enrolment
from cameos.purposes import BiometricPurpose
from cameos.states import CameoState
from cameos.vault.gallery import Gallery, Match, gallery_of
from cameos.vault.template import Template
from lib.actors import Actor

# The cameo's own may be the nearest one, so two are asked for.
NEAREST = 2
LOCK = "cameos.enrolment.search"


@dataclass(frozen=True, slots=True)
class Searched:
    """`nearest`: of somebody else's cameos, or of somebody blocked; None where there is none."""

    nearest: Match | None
    own: float | None
    searched: int
    unreadable: int
    # Everybody blocked who may be this one, not the nearest alone.
    blocked: tuple[UUID, ...] = ()

    @property
    def neighbours(self) -> Neighbours:
        """For the rules."""
        near = self.nearest.distance if self.nearest else None
        return Neighbours(
            others=near, own=self.own, unreadable=self.unreadable, is_blocked=bool(self.blocked)
        )


@contextmanager
def one_after_another() -> Iterator[None]:
    """From the search to the recording that the next search must find: one worker at a time.

    Else two films of one face, sent in at the same moment, would each find nobody. PostgreSQL gives
    the lock back when its holder's connection ends, however it ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [LOCK])
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [LOCK])


def search(
    enrolment: Enrolment, templates: Sequence[Template], *, within: float, actor: Actor
) -> Searched:
    """One against all, and, for a cameo that is recorded anew, one against its own.

    Blocked people lie in the same gallery (cameos/blocked): whoever resembles one, no further away
    than `within`, waits like whoever resembles a cameo.
    """
    gallery = gallery_of(templates[0].mark)
    found = gallery.search(
        templates,
        nearest=NEAREST,
        purpose=BiometricPurpose.DUPLICATE_CHECK,
        actor=actor,
        about=enrolment.public_id,
        within=within,
    )
    others = [one for near in found.nearest for one in near if one.cameo_id != enrolment.cameo_id]
    nearest = min(others, key=lambda match: match.distance, default=None)
    return Searched(
        nearest=nearest,
        own=_own(gallery, enrolment, templates, actor),
        searched=found.searched,
        unreadable=found.unreadable,
        blocked=_blocked(one.cameo_id for one in others if one.distance <= within),
    )


def _blocked(near: Iterable[UUID]) -> tuple[UUID, ...]:
    rows = BlockedLikeness.objects.filter(pk__in=set(near)).order_by("pk")
    return tuple(rows.values_list("pk", flat=True))


def _own(
    gallery: Gallery, enrolment: Enrolment, templates: Sequence[Template], actor: Actor
) -> float | None:
    """The furthest, so that one frame of another person is enough to be seen; without anything to
    compare, another person's."""
    if enrolment.came_from != CameoState.NEEDS_REVERIFY:
        return None
    distances = [_compared(gallery, enrolment.cameo_id, one, enrolment, actor) for one in templates]
    known = [distance for distance in distances if distance is not None]
    return max(known, default=inf)


def _compared(
    gallery: Gallery, cameo_id: UUID, template: Template, enrolment: Enrolment, actor: Actor
) -> float | None:
    return gallery.compare(
        template,
        cameo_id=cameo_id,
        purpose=BiometricPurpose.REVERIFICATION,
        actor=actor,
        about=enrolment.public_id,
    )
