"""How tokens are made anew: one at a time for a session."""

from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy
from allauth.headless.tokens.strategies.jwt.internal import decode_token, session_key_from_sid
from django.contrib.sessions.models import Session
from django.db import transaction


class TokenStrategy(JWTTokenStrategy):  # type: ignore[misc]
    """A refresh token works once, also for two who show it at the same moment."""

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """allauth reads the session and writes it back; meanwhile its row is locked here."""
        said = decode_token(refresh_token, "refresh")
        key = session_key_from_sid(said["sid"]) if said else None
        with transaction.atomic():
            if not Session.objects.select_for_update().filter(pk=key).first():
                return None
            made: tuple[str, str] | None = super().refresh_token(refresh_token)
        return made
