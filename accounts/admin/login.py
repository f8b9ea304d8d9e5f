"""The door of the admin: as many tries as the API's door gives, counted together with them."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts import factors
from accounts.models import User


class StaffLoginForm(AuthenticationForm):  # type: ignore[misc]
    """E-mail address, password and second factor, for staff whose account stands.

    A wrong password or code, an unknown address, a member, a suspended moderator and one without
    the second factor that this house asks for get the same words and cost the same tries. Whoever
    has a factor is always asked for it.
    """

    code = forms.CharField(
        required=False,
        label="Code of your app, or a recovery code",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "one-time-code"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        email, password = data.get("username"), data.get("password")
        if email and password:
            self.user_cache = self._staff(email, password, data.get("code", ""))
        return data

    def _staff(self, email: str, password: str, code: str) -> User:
        adapter = get_adapter(self.request)
        if not ratelimit.consume(self.request, app="allauth.account", action="login"):
            raise adapter.validation_error("too_many_login_attempts")
        person: User | None = adapter.authenticate(self.request, email=email, password=password)
        if person is None:
            raise self.get_invalid_login_error()
        if not (person.stands and person.is_staff and self._proves(person, code)):
            # allauth has given the try back, as the password was right: that would tell.
            adapter.pre_authenticate(self.request, email=email, password=password)
            raise self.get_invalid_login_error()
        return person

    def _proves(self, person: User, code: str) -> bool:
        """And keeps the proofs in the session, of nobody else, that begins now."""
        factor = None
        if settings.ADMIN_SECOND_FACTOR or factors.has_factor(person):
            factor = factors.proves_code(person, code) if code else None
            if factor is None:
                return False
        if self.request.user.is_authenticated and self.request.user != person:
            logout(self.request)
        record_authentication(self.request, person, "password")
        if factor is not None:
            post_authentication(self.request, factor)
        return True


def may_enter(request: HttpRequest) -> bool:
    """Whether the admin is open to this session. Sessions of the app are Django's too, so it asks
    anew what the form has asked."""
    person = request.user
    if not (isinstance(person, User) and person.stands and person.is_staff):
        return False
    return not settings.ADMIN_SECOND_FACTOR or factors.was_proved(request, person)
