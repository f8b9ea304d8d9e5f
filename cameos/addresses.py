"""From the names under which others speak of likenesses to cameos, and never back."""

from collections.abc import Sequence
from uuid import UUID

from accounts.models import User
from cameos.models import Cameo, CameoAddress, CameoKind
from cameos.states import TERMINAL


def address_of(person: User) -> CameoAddress:
    """The one address of a person's likeness, made when it is first asked for. Whether there is
    such a likeness is not even looked at."""
    return CameoAddress.objects.get_or_create(person=person)[0]


def cameo_ids_of(subjects: Sequence[UUID]) -> tuple[UUID, ...]:
    """The cameo that each subject names, in order: an address, or the cameo's own id.

    What names nothing stays as it is, and so is refused like any cameo that is missing; one query
    whatever there is to find. Two different names of one cameo: the second names nothing, or
    asking for both would tell whose cameo an id is.
    """
    behind = _behind(subjects)
    named: dict[UUID, UUID] = {}
    for one in subjects:
        cameo = behind.get(one, one)
        taken = any(other != one and found == cameo for other, found in named.items())
        named[one] = one if taken else cameo
    return tuple(named[one] for one in subjects)


def _behind(subjects: Sequence[UUID]) -> dict[UUID, UUID]:
    people = Cameo.objects.filter(
        kind=CameoKind.HUMAN, owner__cameo_address__in=list(subjects)
    ).exclude(state__in=sorted(TERMINAL))
    return dict(people.values_list("owner__cameo_address", "pk"))
