"""Nothing is coerced, dropped or guessed; every refusal names its field and its reason."""

import json
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from tests.api.serving import in_this_transaction
from tests.client import Api, code_of

pytestmark = pytest.mark.urls("tests.api.probe")

GOOD: dict[str, Any] = {"text": "hello"}

WRONG = [
    ("text", 7, "wrong_type"),
    ("text", True, "wrong_type"),
    ("text", ["a"], "wrong_type"),
    ("text", {"a": 1}, "wrong_type"),
    ("text", None, "null"),
    ("text", "", "blank"),
    ("text", "   ", "blank"),
    ("text", "a" * 11, "max_length"),
    ("text", "a\x00b", "invalid_characters"),
    ("number", "7", "wrong_type"),
    ("number", 7.0, "wrong_type"),
    ("number", True, "wrong_type"),
    ("number", [7], "wrong_type"),
    ("number", None, "null"),
    ("number", 0, "min_value"),
    ("number", 10, "max_value"),
    ("number", 10**400, "max_value"),
    ("flag", "yes", "wrong_type"),
    ("flag", 1, "wrong_type"),
    ("flag", "true", "wrong_type"),
    ("flag", [], "wrong_type"),
    ("choice", "green", "invalid_choice"),
    ("choice", 1, "wrong_type"),
    ("choice", ["red"], "wrong_type"),
    ("choice", "", "invalid_choice"),
    ("day", 20000101, "wrong_type"),
    ("day", "20000101", "invalid"),
    ("day", "2000-W01-1", "invalid"),
    ("day", "2000-13-01", "invalid"),
    ("day", "2000-01-01T00:00:00Z", "invalid"),
    ("user_id", "gen_00000000000000000000000000", "invalid"),
    ("user_id", "usr_80000000000000000000000000", "invalid"),
    ("user_id", "usr_", "invalid"),
    ("user_id", 1, "wrong_type"),
    ("part", "x", "wrong_type"),
    ("part", [], "wrong_type"),
    ("tags", "x", "wrong_type"),
    ("tags", {}, "wrong_type"),
    ("tags", ["a", "b", "c"], "max_length"),
]


@pytest.mark.parametrize(("field", "value", "code"), WRONG)
def test_a_wrong_value_is_refused_with_its_code(
    api: Api, creator: Any, field: str, value: Any, code: str
) -> None:
    answer = api.post("/probe/echo", {**GOOD, field: value}, as_=creator)
    assert answer.status_code == 400
    body = answer.json()
    assert body["type"] == "validation_error"
    assert [(error["code"], error["attr"]) for error in body["errors"]] == [(code, field)]


def test_a_refused_choice_is_told_what_there_is_and_never_what_came(api: Api, creator: Any) -> None:
    answer = api.post("/probe/echo", {**GOOD, "choice": "gr33n"}, as_=creator)
    assert answer.json()["errors"][0]["detail"] == "Choose one of: red, blue."


def test_good_values_pass(api: Api, creator: Any) -> None:
    sent = {
        "text": " héllo ",
        "number": 9,
        "flag": False,
        "choice": "red",
        "day": "2000-02-29",
        "user_id": creator.public_id,
        "part": {"name": "x"},
        "tags": ["a"],
    }
    answer = api.post("/probe/echo", sent, as_=creator)
    assert answer.status_code == 200
    assert answer.json()["text"] == "héllo"
    assert answer.json()["user_id"] == str(creator.pk)


def test_unknown_fields_are_named_beside_other_faults(api: Api, creator: Any) -> None:
    answer = api.post("/probe/echo", {"colour": 1, "number": "7"}, as_=creator)
    found = {(error["attr"], error["code"]) for error in answer.json()["errors"]}
    assert found == {
        ("colour", "unknown_field"),
        ("number", "wrong_type"),
        ("text", "required"),
    }


def test_an_id_cannot_be_written(api: Api, creator: Any) -> None:
    sent = {**GOOD, "id": "gen_00000000000000000000000000"}
    answer = api.post("/probe/echo", sent, as_=creator)
    assert answer.status_code == 400
    assert code_of(answer) == "unknown_field"
    answer = api.put("/probe/me", {"id": creator.public_id, "is_staff": True}, as_=creator)
    assert code_of(answer) == "unknown_field"


def test_a_model_shows_its_typed_id_and_never_its_key(api: Api, creator: Any) -> None:
    answer = api.get("/probe/me", as_=creator)
    assert answer.json() == {"id": creator.public_id, "is_staff": False}


def test_a_nested_fault_is_named_by_its_path(api: Api, creator: Any) -> None:
    answer = api.post("/probe/echo", {**GOOD, "part": {"name": 1, "x": 2}}, as_=creator)
    found = {(error["attr"], error["code"]) for error in answer.json()["errors"]}
    assert found == {("part.name", "wrong_type"), ("part.x", "unknown_field")}


def test_a_strange_field_name_is_not_repeated(api: Api, creator: Any) -> None:
    answer = api.post("/probe/echo", {**GOOD, "<script>": 1}, as_=creator)
    assert code_of(answer) == "unknown_field"
    assert answer.json()["errors"][0]["attr"] is None
    assert b"script" not in answer.content


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"7", b"true"])
def test_a_body_that_is_no_object_is_refused(api: Api, creator: Any, body: bytes) -> None:
    answer = api.post("/probe/echo", body=body, as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "wrong_type")


BROKEN = {
    b"null": "null",
    b"{": "malformed",
    b'{"text": }': "malformed",
    b'{"text": "a"} x': "malformed",
    b"\xff\xfe": "malformed",
    b'{"text": "\xff"}': "malformed",
    b'{"number": NaN}': "malformed",
    b'{"number": Infinity}': "malformed",
    b"[" * 100_000: "malformed",
    b'{"number": ' + b"1" * 5000 + b"}": "malformed",
    b'{"text": "a", "text": "b"}': "duplicate_field",
    b'{"text": "a", "part": {"name": "a", "name": "b"}}': "duplicate_field",
    b'{"text": "\\ud800"}': "invalid_characters",
    b'{"text": "a", "\\uDFFF": 1}': "invalid_characters",
}


@pytest.mark.parametrize(("body", "code"), BROKEN.items(), ids=lambda part: str(part)[:24])
def test_a_broken_body_is_refused(api: Api, creator: Any, body: bytes, code: str) -> None:
    answer = api.post("/probe/echo", body=body, as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, code)


def test_a_whole_surrogate_pair_is_a_character(api: Api, creator: Any) -> None:
    answer = api.post("/probe/echo", body=b'{"text": "\\ud83d\\ude00"}', as_=creator)
    assert answer.status_code == 200
    assert answer.json()["text"] == "😀"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_another_content_type_is_415(api: Api, creator: Any, kind: str) -> None:
    answer = api.post("/probe/echo", body=b"text=a", content_type=kind, as_=creator)
    assert (answer.status_code, code_of(answer)) == (415, "unsupported_media_type")


@pytest.mark.parametrize("charset", ["utf-16", "base64", "nonsense"])
def test_a_charset_changes_nothing(api: Api, creator: Any, charset: str) -> None:
    answer = through_wsgi(
        b'{"text": "\xc3\xa9"}', f"application/json; charset={charset}", api.token(creator)
    )
    assert answer == ("200 OK", {"text": "é"})


def through_wsgi(body: bytes, content_type: str, token: str) -> tuple[str, Any]:
    """The answer of the application that servers run; the test client has a handler of its own."""
    from config.wsgi import application

    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/probe/echo",
        "QUERY_STRING": "a=%20",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "HTTP_HOST": "testserver",
        "wsgi.input": BytesIO(body),
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []

    def start(status: str, *_: Any) -> Any:
        statuses.append(status)

    with in_this_transaction():
        response: Any = application(environ, start)
        text = b"".join(response)
        response.close()
    return statuses[0], json.loads(text)


def test_a_body_over_the_limit_is_413(api: Api, creator: Any) -> None:
    body = b'{"text": "' + b"a" * 300_000 + b'"}'
    answer = api.post("/probe/echo", body=body, as_=creator)
    assert (answer.status_code, code_of(answer)) == (413, "too_large")


def test_a_post_without_fields_takes_none(api: Api, creator: Any) -> None:
    assert api.post("/probe/me", as_=creator).status_code == 200
    assert api.post("/probe/me", {}, as_=creator).status_code == 200
    answer = api.post("/probe/me", {"x": 1}, as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "unknown_field")


def test_a_serializer_that_would_show_a_key_does_not_start() -> None:
    from audit.models import AuditEvent
    from lib.api.serializers import StrictModelSerializer

    class Leaky(StrictModelSerializer[AuditEvent]):
        class Meta:
            model = AuditEvent
            fields = ("id",)

    with pytest.raises(TypeError, match="TypedIdField"):
        _ = Leaky().fields
