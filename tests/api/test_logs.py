"""A whole round of requests, and nothing of people in the lines it leaves."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, connection, transaction

from config.logging import formatter
from config.logging.masking import MASK, mask
from tests.api import probe
from tests.client import Api

pytestmark = pytest.mark.urls("tests.api.probe")

PROMPT = "a red fox over Paris"
EMAIL = "someone.private@example.org"
PASSWORD = "correct horse battery"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
SECRETS = (PROMPT, "red fox", EMAIL, "someone.private", PASSWORD, TOKEN, "c2lnbmF0dXJl")


class Lines:
    """What the product's own handler would write, line by line."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def events(self, name: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.text.splitlines()]
        return [line for line in lines if line["event"] == name]


@pytest.fixture
def lines() -> Iterator[Lines]:
    found = Lines()
    handler = logging.StreamHandler(found.stream)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield found
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_whole_round_leaves_no_secret(api: Api, creator: Any, lines: Lines) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    api.post("/probe/echo", {"text": PROMPT, "prompt": PROMPT}, as_=creator)
    api.post("/probe/echo", {"text": "a", "number": PROMPT}, as_=creator)
    api.post("/probe/make", {"text": "fox"}, as_=creator, key="k1")
    api.get(f"/probe/me?email={EMAIL}&q={PROMPT}", headers=bearer)
    api.get(f"/people/{EMAIL}?token={TOKEN}", headers=bearer)
    api.post("/_allauth/app/v1/auth/login", {"email": EMAIL, "password": PASSWORD})
    api.post("/_allauth/app/v1/auth/signup", {"email": EMAIL, "password": PASSWORD})
    api.client.get("/page", headers={"Host": "red fox.example"})
    for error in (ValueError(PROMPT), RuntimeError(TOKEN), SuspiciousOperation(PROMPT)):
        for path in ("/api/v1/probe/raise", "/page"):
            probe.raised.append(error)
            api.get(path, as_=creator) if "v1" in path else api.client.get(path)
    for secret in (*SECRETS, api.token(creator), creator.email):
        assert secret not in lines.text
    assert len(lines.events("unhandled_exception")) == 4


def test_one_line_a_request_with_route_and_person(api: Api, creator: Any, lines: Lines) -> None:
    api.get("/probe/me?x=1", as_=creator, headers={"X-Request-Id": "line-test-1"})
    (line,) = [one for one in lines.events("request") if one["request_id"] == "line-test-1"]
    assert line["method"] == "GET"
    assert line["route"] == "api/v1/probe/me"
    assert line["status"] == 200
    assert line["user_id"] == creator.public_id
    assert line["ms"] >= 0
    assert line["level"] == "info"
    assert line["at"].endswith("Z")


def test_a_route_stands_for_its_ids(api: Api, creator: Any, lines: Lines) -> None:
    from lib.ids import IdKind, encode, new_id

    identity = encode(IdKind.GENERATION, new_id())
    api.get(f"/probe/{identity}", as_=creator)
    api.get(f"/nowhere/{identity}", as_=creator)
    assert identity not in lines.text
    assert "api/v1/probe/<gen:job_id>" in [line["route"] for line in lines.events("request")]


def test_a_strange_method_is_not_repeated(api: Api, lines: Lines) -> None:
    api.client.generic("SECRETWORD", "/api/v1/probe/me")
    assert "SECRETWORD" not in lines.text


def test_a_database_error_tells_its_constraint_and_no_values(
    api: Api, creator: Any, lines: Lines
) -> None:
    from audit.models import AuditEvent

    row = AuditEvent.objects.create(action="probe", actor="a", target=PROMPT)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        AuditEvent.objects.create(id=row.pk, action="probe", actor="a", target=PROMPT)
    assert str(row.pk) in str(caught.value)
    structlog.get_logger("test").error("failed", exc_info=caught.value)
    (line,) = lines.events("failed")
    assert line["exception"]["cause"]["sqlstate"] == "23505"
    assert line["exception"]["cause"]["constraint"] == "audit_auditevent_pkey"
    assert any("test_logs.py" in frame for frame in line["exception"]["frames"])
    assert str(row.pk) not in lines.text
    assert "DETAIL" not in lines.text
    assert PROMPT not in lines.text
    assert connection.is_usable()


def test_other_peoples_lines_lose_their_arguments(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A server that another test ran in this process has configured its own logger.
    granian = logging.getLogger("_granian")
    monkeypatch.setattr(granian, "propagate", True)
    monkeypatch.setattr(granian, "disabled", False)
    before = granian.level
    granian.setLevel(logging.NOTSET)
    logging.getLogger("django.template").warning("Missing: %s", f"/people/{EMAIL}")
    logging.getLogger("httpx").info("HTTP Request: %s", f"https://x/?q={PROMPT}")
    granian.info("Listening at: %s:%d", "127.0.0.1", 8000)
    granian.setLevel(before)
    assert EMAIL not in lines.text
    assert PROMPT not in lines.text
    assert lines.events("Missing: %s")
    assert lines.events("Listening at: 127.0.0.1:8000")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("password", "x"),
        ("access_token", "x"),
        ("prompt", "a fox"),
        ("email", "x"),
        ("note", EMAIL),
        ("note", f"token {TOKEN} is bad"),
        ("note", "Authorization: Bearer abcdefghijkl"),
        ("note", "sk-abcdefghijklm"),
        ("note", "redis://user:pa55word@host/0"),
        ("note", "/x?token=pa55word"),
        ("nested", {"deep": [{"password": "x"}]}),
    ],
)
def test_masking_knows_names_and_shapes(name: str, value: Any) -> None:
    written = json.dumps(mask(None, "info", {"event": "e", name: value}))
    assert MASK in written
    assert "pa55word" not in written
    assert '"x"' not in written


def test_masking_leaves_the_rest(lines: Lines) -> None:
    plain = {"event": "job", "error_code": "x", "key_id": 3, "text_length": 7, "ok": None}
    assert mask(None, "info", dict(plain)) == plain
