"""One shape of error, whatever went wrong and wherever."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client, override_settings

from lib.errors import HTTP_STATUS, DomainError, ErrorCode
from tests.api import probe
from tests.client import Api, code_of

pytestmark = pytest.mark.urls("tests.api.probe")


@pytest.mark.parametrize("code", ErrorCode)
def test_every_refusal_has_its_status_and_shape(api: Api, creator: Any, code: ErrorCode) -> None:
    probe.raised.append(DomainError(code, "In words.", attr="prompt", retry_after=7))
    answer = api.get("/probe/raise", as_=creator)
    assert answer.status_code == HTTP_STATUS[code]
    body = answer.json()
    assert set(body) == {"type", "errors", "request_id"}
    assert body["errors"] == [{"code": code.value, "detail": "In words.", "attr": "prompt"}]
    assert body["request_id"] == answer["X-Request-Id"]
    assert answer["Retry-After"] == "7"


def test_a_code_that_nobody_named_never_leaves(api: Api, creator: Any) -> None:
    answer = api.get("/probe/codes", as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "invalid")


DJANGOS = [
    (Http404("secret words"), (404, "not_found")),
    (PermissionDenied("secret words"), (403, "permission_denied")),
    (SuspiciousOperation("secret words"), (400, "malformed")),
    (RuntimeError("secret words"), (500, "internal")),
    (KeyError("secret words"), (500, "internal")),
]


@pytest.mark.parametrize(("error", "expected"), DJANGOS)
@pytest.mark.parametrize("path", ["/api/v1/probe/raise", "/api/page"])
def test_what_django_raises_takes_the_same_shape(
    api: Api, creator: Any, path: str, error: Exception, expected: tuple[int, str]
) -> None:
    probe.raised.append(error)
    answer = api.get(path, as_=creator)
    assert (answer.status_code, code_of(answer)) == expected
    assert b"secret words" not in answer.content


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/nowhere", "/_allauth/nowhere"])
def test_an_unknown_path_is_404_in_json(api: Api, path: str) -> None:
    answer = api.get(path)
    assert (answer.status_code, code_of(answer)) == (404, "not_found")
    assert answer["Content-Type"] == "application/json"


def test_elsewhere_an_unknown_path_is_a_page(api: Api) -> None:
    answer = api.client.get("/nowhere/<script>")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")
    assert b"script" not in answer.content


def test_a_page_that_fails_shows_nothing_of_it(api: Api) -> None:
    probe.raised.append(RuntimeError("secret words"))
    answer = api.client.get("/page")
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")
    assert b"secret words" not in answer.content


def test_a_wrong_method_is_405(api: Api, creator: Any) -> None:
    for method in ("delete", "patch"):
        answer = getattr(api, method)("/probe/echo", as_=creator)
        assert (answer.status_code, code_of(answer)) == (405, "method_not_allowed")


def test_options_tell_nothing_of_the_fields(api: Api, creator: Any) -> None:
    answer = api.request("options", "/probe/echo", as_=creator)
    assert answer["Allow"] == "POST"
    assert (answer.status_code, code_of(answer)) == (405, "method_not_allowed")


def test_without_credentials_it_is_401(api: Api) -> None:
    answer = api.post("/probe/echo", {"text": "a"})
    assert (answer.status_code, code_of(answer)) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_cookie_is_no_credential_here(api: Api, creator: Any) -> None:
    api.client.force_login(creator)
    assert api.get("/probe/me").status_code == 401


@pytest.mark.parametrize(("path", "kind"), [("/api/form", "json"), ("/form", "html")])
def test_a_csrf_failure_is_403_in_the_shape_of_its_place(path: str, kind: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(path, {"word": "x"})
    assert answer.status_code == 403
    assert kind in answer["Content-Type"]


@override_settings(ALLOWED_HOSTS=["elsewhere.example"])
def test_a_wrong_host_is_400_in_json(api: Api) -> None:
    answer = api.get("/nowhere")
    assert (answer.status_code, code_of(answer)) == (400, "malformed")


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/form", "application/json"), ("/form", "text/html")]
)
def test_a_form_over_the_limit_is_413(api: Api, path: str, kind: str) -> None:
    answer = api.client.post(path, f"word={'a' * 300_000}", "application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith(kind)


def test_every_code_has_a_status() -> None:
    assert set(HTTP_STATUS) == set(ErrorCode)


def test_answers_are_not_kept_by_caches(api: Api, creator: Any) -> None:
    assert api.get("/probe/me", as_=creator)["Cache-Control"] == "no-store"
    assert api.get("/probe/me")["Cache-Control"] == "no-store"


def test_a_malformed_id_in_a_path_is_a_plain_404(api: Api, creator: Any) -> None:
    from lib.ids import IdKind, encode, new_id

    value = new_id()
    answer = api.get(f"/probe/{encode(IdKind.GENERATION, value)}", as_=creator)
    assert answer.json() == {"uuid": str(value)}
    good = encode(IdKind.GENERATION, value)
    for bad in (good[:-1], good + "0", good.upper(), good.replace("gen_", "vid_"), str(value)):
        answer = api.get(f"/probe/{bad}", as_=creator)
        assert (answer.status_code, code_of(answer)) == (404, "not_found")
