"""What an app does with a picture, step by step."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from cameos.models import ReferenceImage
from lib.ids import IdKind, decode, new_id
from tests.cameos.characters.steps import KETTLE, PICTURE, put
from tests.client import Api

ROOT = "/uploads/reference-images"


class Desk:
    """One person's app."""

    def __init__(self, api: Api, person: Any, deliver: Callable[[], int]) -> None:
        self.api, self.person, self.deliver = api, person, deliver

    def begin(self, content_type: str = PICTURE) -> Any:
        body = {"content_type": content_type}
        return self.api.post(ROOT, body, as_=self.person, key=new_id().hex)

    def submit(self, public_id: str) -> Any:
        return self.api.post(f"{ROOT}/{public_id}/submit", as_=self.person)

    def read(self, public_id: str, by: Any = None) -> Any:
        return self.api.get(f"{ROOT}/{public_id}", as_=by or self.person)

    def send(self, content: bytes = KETTLE, content_type: str = PICTURE) -> str:
        """As far as submitted."""
        begun = self.begin(content_type)
        assert begun.status_code == 201, begun.content
        assert put(begun.json()["upload"], content).status_code == 200
        sent = self.submit(begun.json()["id"])
        assert sent.status_code == 202, sent.content
        return str(begun.json()["id"])

    def make(self, content: bytes = KETTLE, content_type: str = PICTURE) -> dict[str, Any]:
        """The whole way."""
        public_id = self.send(content, content_type)
        self.deliver()
        return dict(self.read(public_id).json())

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
