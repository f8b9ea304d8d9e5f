"""What an app does with a file that it sends in, step by step."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from starlette.testclient import TestClient

from lib.ids import new_id
from lib.signed_media.receiving import uploads
from tests.cameos.gate.pictures import film, object_picture
from tests.client import Api

FILM, PICTURE = "video/mp4", "image/png"


def png(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def mp4(folder: Path, *pictures: Image.Image) -> bytes:
    return film(folder / f"{new_id().hex}.mp4", list(pictures)).read_bytes()


KETTLE = png(object_picture((128, 128)))


def put(target: dict[str, Any], content: bytes) -> Any:
    parts = urlsplit(target["url"])
    door = TestClient(uploads, base_url="http://zoetrope.test")
    return door.put(f"{parts.path}?{parts.query}", content=content, headers=target["headers"])


class Sender:
    """One person's phone. `root`: the address of what it makes."""

    root = ""

    def __init__(self, api: Api, person: Any, deliver: Callable[[], int]) -> None:
        self.api, self.person, self.deliver = api, person, deliver

    def new(self, content_type: str, **more: Any) -> dict[str, Any]:
        """The body that begins one."""
        return {"content_type": content_type, **more}

    def begin(self, content_type: str = PICTURE, **more: Any) -> Any:
        body = self.new(content_type, **more)
        return self.api.post(self.root, body, as_=self.person, key=new_id().hex)

    def submit(self, public_id: str) -> Any:
        return self.api.post(f"{self.root}/{public_id}/submit", as_=self.person)

    def read(self, public_id: str, by: Any = None) -> Any:
        return self.api.get(f"{self.root}/{public_id}", as_=by or self.person)

    def remove(self, public_id: str, by: Any = None) -> Any:
        return self.api.delete(f"{self.root}/{public_id}", as_=by or self.person)

    def send(self, content: bytes = KETTLE, content_type: str = PICTURE, **more: Any) -> str:
        """As far as submitted."""
        begun = self.begin(content_type, **more)
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
