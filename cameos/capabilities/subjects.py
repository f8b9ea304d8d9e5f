from uuid import UUID

from cameos.models import Capability


def subjects_of(film_id: UUID) -> frozenset[UUID]:
    """The cameos whose likeness a film may show: of capabilities that nothing ended, also of what
    it was made out of."""
    standing = Capability.objects.filter(film_id=film_id, ended_at=None)
    return frozenset(standing.values_list("cameo_id", flat=True))
