from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User
from accounts.tokens import AccessToken


def viewer_of(request: Request | HttpRequest) -> User:
    """The person who asks; views under /api/v1 and the admin are closed to guests."""
    user: object = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type checker; guests were refused
    return user


def session_key_of(request: Request) -> str:
    """The key of the session that the request's token belongs to."""
    assert isinstance(request.auth, AccessToken)  # noqa: S101 - as above
    return request.auth.session_key
