"""The door of the admin: as many tries as the API's door gives, counted together with them."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from unfold.forms import AuthenticationForm

from accounts.models import User


class StaffLoginForm(AuthenticationForm):  # type: ignore[misc]
    """E-mail address and password, for staff whose account stands.

    A wrong password, an unknown address, a member and a suspended moderator get the same words
    and cost the same tries.
    """

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        email, password = data.get("username"), data.get("password")
        if email and password:
            self.user_cache = self._staff(email=email, password=password)
        return data

    def _staff(self, *, email: str, password: str) -> User:
        adapter = get_adapter(self.request)
        if not ratelimit.consume(self.request, app="allauth.account", action="login"):
            raise adapter.validation_error("too_many_login_attempts")
        person: User | None = adapter.authenticate(self.request, email=email, password=password)
        if person is None:
            raise self.get_invalid_login_error()
        if not (person.is_active and person.is_staff):
            # allauth has given the try back, as the password was right: that would tell.
            adapter.pre_authenticate(self.request, email=email, password=password)
            raise self.get_invalid_login_error()
        return person
