"""How allauth reads Apple's tokens here: our checks in the place of its own."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.apple.provider import AppleProvider
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.apple.identity import NotApples, read_identity
from accounts.apple.keys import AppleAway
from lib.errors import DomainError, ErrorCode

CODE = "authorization_code"
RETRY_AFTER = 30


class OwnAppleProvider(AppleProvider):  # type: ignore[misc]
    """Tokens in, one app at a time; nothing of Apple's data is kept but who somebody is."""

    def verify_token(self, request: HttpRequest, token: dict[str, str]) -> SocialLogin:
        try:
            said = read_identity(
                token["id_token"], client_id=self.app.client_id, nonce=token["nonce"]
            )
        except NotApples as error:
            raise get_adapter().validation_error("invalid_token") from error
        except AppleAway:
            raise DomainError(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                _("Sign in with Apple cannot be reached."),
                retry_after=RETRY_AFTER,
            ) from None
        identity = {"sub": said.subject, "email": said.email, "email_verified": bool(said.email)}
        login: SocialLogin = self.sociallogin_from_response(request, identity)
        login.state[CODE] = token.get(CODE, "")
        return login

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return {}
