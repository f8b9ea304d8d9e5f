"""Who uses a consent holds its row for share; who changes it takes the row for update."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from cameos.models import Cameo

# In the order of their ids: two uses of the same two people never wait for each other in a ring.
_HOLD = "SELECT id FROM cameos_cameo WHERE id = ANY(%s) ORDER BY id FOR SHARE"


def hold(cameo_ids: Iterable[UUID]) -> None:
    """Until the end of this transaction nobody changes what these cameos permit.

    Waits for whoever is changing it; what is read after this call is what they left.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [sorted(cameo_ids)])


def take(cameo_id: UUID) -> Cameo:
    """The cameo, which nobody uses or changes until the end of this transaction."""
    return Cameo.objects.select_for_update(of=("self",)).select_related("owner").get(pk=cameo_id)
