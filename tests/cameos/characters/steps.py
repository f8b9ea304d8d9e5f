"""What an app does with a character, step by step."""

from typing import Any

from cameos.models import Character
from lib.ids import IdKind, decode
from tests.cameos.intake.steps import Sender


class Studio(Sender):
    root = "/characters"

    def new(self, content_type: str, **more: Any) -> dict[str, Any]:
        return {"name": "Kettle", **super().new(content_type, **more)}


def row_of(public_id: str) -> Character:
    return Character.objects.select_related("cameo").get(pk=decode(IdKind.CAMEO, public_id))
