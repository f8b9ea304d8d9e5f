from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from rest_framework.request import Request

from accounts import recent_proof
from accounts.models import User
from accounts.passwords import prove
from accounts.tokens import AccessToken

Method = TypeVar("Method", bound=Callable[..., Any])


def viewer_of(request: Request | HttpRequest) -> User:
    """The person who asks; views under /api/v1 and the admin are closed to guests."""
    user: object = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type checker; guests were refused
    return user


def session_key_of(request: Request) -> str:
    """The key of the session that the request's token belongs to."""
    assert isinstance(request.auth, AccessToken)  # noqa: S101 - as above
    return request.auth.session_key


def needs_proof(method: Method) -> Method:
    """A step that gives power over somebody's face, or the like: whoever takes it proved within the
    last minutes who they are, before anything is looked up. Raises as `require_proof`."""

    @wraps(method)
    def proved(self: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
        require_proof(request, password=None)
        return method(self, request, *args, **kwargs)

    proved.needs_proof = True  # type: ignore[attr-defined]
    return cast(Method, proved)


def proof_of(request: Request) -> Callable[[], None]:
    """For services that know whether what is asked for needs a proof: asks for one when called."""
    return partial(require_proof, request, password=None)


def require_proof(request: Request, *, password: str | None) -> None:
    """Whoever asks knows the password or, where they give none, proved within the last minutes who
    they are. Raises DomainError `incorrect_password`, `throttled`, `reauthentication_required`."""
    viewer = viewer_of(request)
    if password is not None:
        prove(viewer, password)
    else:
        recent_proof.require_recent_proof(person=viewer, session_key=session_key_of(request))
