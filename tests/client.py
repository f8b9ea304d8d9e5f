"""A small API client for tests: real tokens of real sessions, JSON in and out."""

from importlib import import_module
from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    record_authentication,
)
from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy
from django.conf import settings
from django.contrib.auth import login
from django.test import Client, RequestFactory

PROVED_AT = 2**40  # seconds; whenever a test plays, that was a moment ago


def token_for(user: Any, *, proved: bool = True) -> str:
    """An access token of a new session of this person, as a log-in would give; `proved`: who never
    has to say again who they are before a sensitive step."""
    request = RequestFactory().get("/")
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store()
    request.user = user
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if proved:
        record_authentication(request, user, "password")
        for entry in request.session[AUTHENTICATION_METHODS_SESSION_KEY]:
            entry["at"] = PROVED_AT
    request.session.save()
    token = JWTTokenStrategy().create_access_token(request)
    assert token
    return str(token)


class Api:
    """`api.get("/me", as_=creator)`: paths are below /api/v1 unless another root is given."""

    def __init__(self, *, proved: bool = True) -> None:
        self.proved = proved
        self.client = Client(raise_request_exception=False)
        self.tokens: dict[Any, str] = {}

    def token(self, user: Any) -> str:
        if user.pk not in self.tokens:
            self.tokens[user.pk] = token_for(user, proved=self.proved)
        return self.tokens[user.pk]

    def request(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        as_: Any = None,
        token: str | None = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
        content_type: str = "application/json",
    ) -> Any:
        sent = dict(headers or {})
        if as_ is not None:
            token = self.token(as_)
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        if key is not None:
            sent["Idempotency-Key"] = key
        root = ("/api/", "/_allauth/", "/admin", "/livez", "/readyz", "/media/", "/development")
        url = path if path.startswith(root) or path == "/" else f"/api/v1{path}"
        kwargs: dict[str, Any] = {"headers": sent}
        if body is not None:
            kwargs |= {"data": body, "content_type": content_type}
        elif json is not None:
            kwargs |= {"data": json, "content_type": "application/json"}
        elif method not in ("get", "head"):
            kwargs |= {"content_type": "application/json"}
        return getattr(self.client, method)(url, **kwargs)

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.request("get", path, **kwargs)

    def post(self, path: str, json: Any = None, **kwargs: Any) -> Any:
        return self.request("post", path, json, **kwargs)

    def put(self, path: str, json: Any = None, **kwargs: Any) -> Any:
        return self.request("put", path, json, **kwargs)

    def patch(self, path: str, json: Any = None, **kwargs: Any) -> Any:
        return self.request("patch", path, json, **kwargs)

    def delete(self, path: str, json: Any = None, **kwargs: Any) -> Any:
        return self.request("delete", path, json, **kwargs)


def code_of(response: Any) -> str:
    """The first error code of an answer in our one error shape."""
    body = response.json()
    assert set(body) >= {"type", "errors", "request_id"}, body
    return str(body["errors"][0]["code"])
