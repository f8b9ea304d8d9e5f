from typing import cast

from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User


def viewer(request: Request | HttpRequest) -> User:
    """The person who asks; authentication has let nobody else through."""
    return cast(User, request.user)
