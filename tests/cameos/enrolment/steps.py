"""What an app does, step by step."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from starlette.testclient import TestClient

from cameos.enrolment.notices import current_version
from cameos.models import Enrolment
from lib.ids import IdKind, decode
from lib.signed_media.receiving import uploads
from tests import roles
from tests.client import Api

DEVICE = {"X-Device-Id": "a-phone-of-somebody"}
FILMS = count(1)


def release(**changes: Any) -> dict[str, Any]:
    agreed = {
        "notice_version": current_version(),
        "locale": "en",
        "scopes": {"face": True, "voice": False},
        "released": True,
    }
    return agreed | changes


class App:
    """One person's phone: `app.begin()`, `app.send()`, `app.submit()`, `app.read()`."""

    def __init__(self, api: Api, person: Any, device: dict[str, str] | None = None) -> None:
        self.api, self.person, self.device = api, person, device or DEVICE
        self.begun: dict[str, Any] = {}

    def begin(self, body: dict[str, Any] | None = None) -> Any:
        key = f"begin-{next(FILMS)}"
        answer = self.api.post(
            "/cameos/enrolments", body or release(), as_=self.person, key=key, headers=self.device
        )
        if answer.status_code == 201:
            self.begun = answer.json()
        return answer

    def send(self, film: bytes | None = None) -> Any:
        """Another film each time, unless one is given."""
        target = self.begun["upload"]
        parts = urlsplit(target["url"])
        content = film if film is not None else b"film %d" % next(FILMS)
        door = TestClient(uploads, base_url="http://zoetrope.test")
        return door.put(f"{parts.path}?{parts.query}", content=content, headers=target["headers"])

    def submit(self, device: dict[str, str] | None = None) -> Any:
        path = f"/cameos/enrolments/{self.id}/submit"
        return self.api.post(path, as_=self.person, headers=device or self.device)

    def cancel(self) -> Any:
        return self.api.post(f"/cameos/enrolments/{self.id}/cancel", as_=self.person)

    def read(self) -> Any:
        return self.api.get(f"/cameos/enrolments/{self.id}", as_=self.person, headers=self.device)

    def cameo(self) -> dict[str, Any]:
        (only,) = self.api.get("/cameos", as_=self.person).json()["results"]
        return dict(only)

    @property
    def id(self) -> str:
        return str(self.begun["id"])

    @property
    def row(self) -> Enrolment:
        return Enrolment.objects.get(pk=decode(IdKind.ENROLMENT, self.id))

    def record(self, film: bytes | None = None) -> Any:
        """From the release to a recording that waits to be looked at."""
        begun = self.begin()
        assert begun.status_code == 201, begun.content
        sent = self.send(film)
        assert sent.status_code == 200, sent.content
        submitted = self.submit()
        assert submitted.status_code == 202, submitted.content
        return submitted


def show_results() -> int:
    """The time has come at which whatever is decided is shown."""
    from cameos.enrolment.settling import settle_due

    past = timezone.now() - timedelta(seconds=1)
    Enrolment.objects.filter(shown_at__isnull=False).update(shown_at=past)
    with roles.acting_as("likeness"):
        return settle_due()


def enrolled(app: App, deliver: Callable[[], int]) -> App:
    """The whole way."""
    app.record()
    deliver()
    show_results()
    deliver()
    return app
