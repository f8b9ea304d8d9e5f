from uuid import UUID

from cameos.models import Capability
from cameos.permissions.terms import Scope


def subjects_of(film_id: UUID) -> frozenset[UUID]:
    """The cameos whose face a film may show: of capabilities that nothing ended, also of what it
    was made out of. Whoever lends no more than a voice is not to be seen."""
    standing = Capability.objects.filter(film_id=film_id, ended_at=None)
    return frozenset(one.cameo_id for one in standing if Scope.FACE in one.bounds().scopes)
