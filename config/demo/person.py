"""A person with a phone: signs up, calls the API, listens on the socket."""

import json
import re
import secrets
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from config.demo.patience import PATIENCE
from config.pages.mailbox import letters

ALLAUTH = "/_allauth/app/v1"
CODE = re.compile(r"\b([A-Z0-9]{4}-[A-Z0-9]{4}|[A-Z0-9]{6,8})\b")


class Person:
    """One person on one device. Nothing here knows more than an app would."""

    def __init__(self, origin: str, mailbox: Path, *, handle: str, birth_date: str) -> None:
        self.origin = origin
        self.mailbox = mailbox
        self.handle = handle
        self.birth_date = birth_date
        self.email = f"{handle}-{uuid.uuid4().hex[:8]}@example.org"
        self.password = f"pw-{uuid.uuid4().hex}"
        self.device = uuid.uuid4().hex
        self.token = self.refresh = ""
        # At home, each elsewhere; read where the stack stands behind a proxy (TRUSTED_PROXIES).
        address = ".".join(str(secrets.randbelow(254) + 1) for _ in range(3))
        at = {"X-Forwarded-For": f"10.{address}"}
        self.http = httpx.Client(base_url=origin, timeout=PATIENCE, headers=at)

    def sign_up(self, **more: str) -> httpx.Response:
        """The form; answers 401 with a pending e-mail step where all is well."""
        return self.http.post(
            f"{ALLAUTH}/auth/signup",
            json={
                "email": self.email, "password": self.password,
                "birth_date": self.birth_date, "handle": self.handle, **more,
            },
            headers={"X-Device-Id": self.device},
        )  # fmt: skip

    def verify(self, pending: httpx.Response) -> httpx.Response:
        """Read the code in the mailbox and hand it in; keeps the access token."""
        response = self.http.post(
            f"{ALLAUTH}/auth/email/verify",
            json={"key": self._code()},
            headers={
                "X-Session-Token": pending.json()["meta"]["session_token"],
                "X-Device-Id": self.device,
            },
        )
        if response.status_code == 200:
            self._keep(response.json()["meta"])
        return response

    def sign_in(self) -> httpx.Response:
        """With the password; keeps the access token."""
        answer = self.http.post(
            f"{ALLAUTH}/auth/login",
            json={"email": self.email, "password": self.password},
            headers={"X-Device-Id": self.device},
        )
        if answer.status_code == 200:
            self._keep(answer.json()["meta"])
        return answer

    def leave(self) -> httpx.Response:
        """For good, and now: closes the account, signs in once more, and waits no longer."""
        closed = self.call("DELETE", "/me", {"password": self.password})
        if closed.status_code != 200 or self.sign_in().status_code != 200:
            return closed
        return self.call("DELETE", "/me", {"at_once": True})

    def _keep(self, meta: dict[str, str]) -> None:
        self.token, self.refresh = meta["access_token"], meta["refresh_token"]

    def call(
        self, method: str, path: str, body: Any = None, *, key: str = "", etag: str = ""
    ) -> httpx.Response:
        """A call of `/api/v1` as this person. `etag`: of the version that is changed."""
        named = {"Idempotency-Key": key, "If-Match": etag}
        given = {name: value for name, value in named.items() if value}
        answer = self._send(method, path, body, given)
        if answer.status_code == 401 and (self._proves(answer) or self._renewed()):
            answer = self._send(method, path, body, given)
        return answer

    def _proves(self, answer: httpx.Response) -> bool:
        """A sensitive step asks once more for the password; an app asks the person."""
        if answer.json()["errors"][0]["code"] != "reauthentication_required":
            return False
        proof = {"password": self.password}
        asked = f"{ALLAUTH}/auth/reauthenticate"
        bearer = {"Authorization": f"Bearer {self.token}"}
        return self.http.post(asked, json=proof, headers=bearer).status_code == 200

    def _send(self, method: str, path: str, body: Any, given: dict[str, str]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", "X-Device-Id": self.device, **given}
        return self.http.request(method, f"/api/v1{path}", json=body, headers=headers)

    def _renewed(self) -> bool:
        """Access tokens live for minutes; an app trades its refresh token for the next one."""
        answer = self.http.post(
            f"{ALLAUTH}/tokens/refresh",
            json={"refresh_token": self.refresh},
            headers={"X-Device-Id": self.device},
        )
        if answer.status_code != 200:
            return False
        data = answer.json()["data"]
        self._keep({"refresh_token": self.refresh, **data})
        return True

    def listen(self, *, after: int = 0, seconds: float = PATIENCE) -> Iterator[dict[str, Any]]:
        """Events from the socket, from the log's start or after an id."""
        deadline = time.monotonic() + seconds
        with self.socket(after=after) as socket:
            while (left := deadline - time.monotonic()) > 0:
                message = json.loads(socket.recv(timeout=left))
                if isinstance(message.get("id"), int):
                    yield message

    @contextmanager
    def socket(self, *, after: int = 0) -> Iterator[ClientConnection]:
        """The open socket itself, which has said from where on it wants events."""
        address = self.origin.replace("http", "ws", 1) + "/ws/v1"
        shown: Any = ["zoetrope.v1", f"bearer.{self.token}"]
        with connect(address, subprotocols=shown, max_size=2**16, open_timeout=PATIENCE) as socket:
            socket.send(json.dumps({"resume_after": after}))
            yield socket

    def _code(self) -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for letter in letters(self.mailbox):
                if letter.to == self.email and (found := CODE.search(letter.text)):
                    return found.group(1)
            time.sleep(0.1)
        raise TimeoutError("no code arrived in the mailbox")
