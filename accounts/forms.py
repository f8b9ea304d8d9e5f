from datetime import date
from typing import Any

from allauth.core import context
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from accounts import age_gate, bans
from accounts.ages import band_of
from accounts.handles.rules import handle_refusal
from accounts.models import AgeBand, User
from accounts.services import invites
from accounts.services.people import UnderAge, birth_date_refusal, can_be_replaced, hold_for_nobody
from accounts.social_adapter import vouched_address


class SignupForm(forms.Form):
    """What signing up asks for beside e-mail address and password.

    allauth's own form inherits from this one. Refusals are raised as DomainError through it, so
    that nothing of what was typed is looked at any further.
    """

    account_already_exists: bool

    birth_date = forms.DateField(input_formats=["%Y-%m-%d"])
    handle = forms.CharField(strip=False)
    invite_code = forms.CharField(required=False)

    def full_clean(self) -> None:
        """A device that is refused today is refused before anything is read, and so is an Apple
        account."""
        if age_gate.seconds_left(context.request, self._identity()):
            raise self._too_young()
        self._take_vouched_address()
        super().full_clean()

    def _take_vouched_address(self) -> None:
        """Who comes from Apple has the address that Apple vouches for, whatever else is sent."""
        sociallogin = getattr(self, "sociallogin", None)
        if sociallogin is not None and (email := vouched_address(sociallogin)):
            self.data = {**self.data, "email": email}

    def _identity(self) -> str:
        """By which somebody who comes from Apple signs up, else empty."""
        sociallogin = getattr(self, "sociallogin", None)
        return f"{sociallogin.account.provider}:{sociallogin.account.uid}" if sociallogin else ""

    def _too_young(self) -> UnderAge:
        """What Apple said of a child waits in no session."""
        if self._identity():
            context.request.session.flush()
        return UnderAge()

    def clean_birth_date(self) -> date:
        birth_date: date = self.cleaned_data["birth_date"]
        if refusal := birth_date_refusal(birth_date):
            raise refusal
        if band_of(birth_date) == AgeBand.UNDER_13:
            age_gate.close(context.request, self._identity())
            raise self._too_young()
        return birth_date

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        email, handle = cleaned.get("email"), cleaned.get("handle")
        if self.errors or email is None or handle is None:
            return cleaned
        if refusal := handle_refusal(handle, for_email=email):
            raise refusal
        invites.refuse_code(cleaned["invite_code"], email=email)
        if "password" not in cleaned:  # who comes from Apple has none
            return self._hidden(cleaned)
        try:
            # allauth checked it without knowing whose it is.
            validate_password(cleaned["password"], User(email=email))
        except forms.ValidationError as weak:
            self.add_error("password", weak)
            return cleaned
        return self._hidden(cleaned)

    def _hidden(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Nobody learns whether the address has an account."""
        email, handle = cleaned["email"], cleaned["handle"]
        if bans.is_held_address(email):  # as for one that has an account
            self.account_already_exists = True
        elif self.account_already_exists and can_be_replaced(email=email):
            # Whoever comes last may go on; the earlier code is worth nothing any more.
            self.account_already_exists = False
        if self.account_already_exists:
            hold_for_nobody(handle=handle, email=email, invite_code=cleaned["invite_code"])
        return cleaned

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth asks for this; the adapter has already made the whole person."""
