"""What an app does with a picture, step by step."""

from pathlib import Path
from typing import Any

from django.conf import settings

from cameos.models import ReferenceImage
from lib.ids import IdKind, decode
from tests.cameos.intake.steps import Sender

ROOT = "/uploads/reference-images"


class Desk(Sender):
    root = ROOT

    def attest(self, public_id: str, **other: Any) -> Any:
        body = {"reference_image": public_id, "statement_version": 1, "locale": "en", **other}
        return self.api.post("/attestations", body, as_=self.person)


def row_of(public_id: str) -> ReferenceImage:
    return ReferenceImage.objects.get(pk=decode(IdKind.REFERENCE_IMAGE, public_id))


def stored() -> list[str]:
    """Every file there is, but the marks of used targets."""
    found = [path for path in Path(settings.MEDIA_DIR).rglob("*") if path.is_file()]
    return sorted(path.name for path in found if not path.name.endswith(".used"))


def codes(shown: dict[str, Any]) -> list[str]:
    return [one["code"] for one in shown["problems"]]
