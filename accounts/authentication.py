from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.closing import is_open
from accounts.models import User
from accounts.tokens import AccessToken, read_token, user_of_token
from lib.errors import DomainError, ErrorCode

__all__ = ["JWTAuthentication", "user_of_token"]

SCHEME = b"bearer"


class JWTAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access token>`; every request asks whether it still holds."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        """The person and the token, or None without the header. Raises AuthenticationFailed, and
        PermissionDenied for whoever is leaving where `accounts.closing` lets them do nothing."""
        parts = get_authorization_header(request).split()
        if not parts:
            return None
        if len(parts) != 2 or parts[0].lower() != SCHEME:
            raise AuthenticationFailed(
                "Send `Authorization: Bearer <token>`.", code=ErrorCode.AUTHENTICATION_FAILED
            )
        try:
            token = read_token(parts[1].decode("latin-1"), closing_too=is_open(request))
        except DomainError as error:
            if error.code == ErrorCode.ACCOUNT_CLOSING:
                raise PermissionDenied(error.detail, code=error.code) from None
            raise AuthenticationFailed(error.detail, code=error.code) from None
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Makes DRF answer 401, not 403."""
        return 'Bearer realm="api"'
