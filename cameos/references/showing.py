from cameos.models import Cameo, Capability
from cameos.models.cameos import CameoKind
from cameos.permissions.terms import Scope


def shows_face(capability: Capability) -> bool:
    """Whether a picture is made of whom it is about: their face is lent, and they have one. Where
    only a voice is lent nothing is opened. What is no human being was never recorded."""
    lent = Scope.FACE in capability.bounds().scopes
    human = Cameo.objects.filter(pk=capability.cameo_id, kind=CameoKind.HUMAN)
    return lent and human.exists()
