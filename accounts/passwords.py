from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from lib.errors import DomainError, ErrorCode

RETRY_AFTER = 300  # seconds: the window of `login_failed` in allauth_settings.py


def prove(person: User, password: str) -> None:
    """Whoever asks knows the password. Wrong tries count with those of signing in.

    Raises DomainError `incorrect_password` or `throttled`.
    """
    try:
        knows = get_adapter().reauthenticate(person, password)
    except ValidationError:
        raise DomainError(
            ErrorCode.THROTTLED, _("Too many tries. Wait a little."), retry_after=RETRY_AFTER
        ) from None
    if not knows:
        raise DomainError(
            ErrorCode.INCORRECT_PASSWORD, _("This is not your password."), attr="password"
        )
