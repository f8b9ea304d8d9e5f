"""What people hear of enrolments: ids of their own things, never of anybody else's."""

from uuid import UUID

from cameos.models import Cameo, Enrolment
from cameos.states import VERIFIED
from inbox.services import notify
from lib.ids import IdKind, encode


def tell_result(enrolment: Enrolment, *, accepted: bool) -> None:
    """To its owner, with the change that it tells of."""
    notify(
        person_id=enrolment.owner_id,
        type="enrolment.accepted" if accepted else "enrolment.refused",
        data={
            "enrolment": enrolment.public_id,
            "cameo": encode(IdKind.CAMEO, enrolment.cameo_id),
        },
        about=enrolment.pk,
    )


def tell_look_alike(cameo_id: UUID) -> None:
    """To the owner of a cameo that stands: somebody sent a recording of the same face.

    Nothing of whoever sent it, and nothing follows from it: the cameo goes on.
    """
    cameo = Cameo.objects.filter(pk=cameo_id, state__in=sorted(VERIFIED)).first()
    if cameo is not None:
        notify(
            person_id=cameo.owner_id,
            type="cameo.look_alike",
            data={"cameo": cameo.public_id},
            about=cameo.pk,
        )
