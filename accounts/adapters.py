"""Where django-allauth meets our services."""

import dataclasses
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.headless.adapter import DefaultHeadlessAdapter
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import recent_proof
from accounts.models import User
from accounts.services import people, sessions
from accounts.tokens import shut_out
from audit.services import record
from lib.actors import Actor
from lib.api.addresses import client_address
from lib.errors import StaleState

MAILS = {
    "account/email/email_confirmation_signup": "accounts/mail/confirm",
    "account/email/email_confirmation": "accounts/mail/change",
    "account/email/account_already_exists": "accounts/mail/exists",
    "account/email/password_reset_code": "accounts/mail/reset",
}

FACTOR_CHANGES = {
    "account/email/email_changed": _("Your account has another address from now on."),
    "socialaccount/email/account_connected": _("Sign in with Apple was added."),
    "socialaccount/email/account_disconnected": _("Sign in with Apple was removed."),
    "mfa/email/totp_activated": _("An app that shows codes was added."),
    "mfa/email/totp_deactivated": _("The app that shows codes was removed."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones ended."),
}


@dataclasses.dataclass
class OwnUser:
    """What allauth's answers say of the person who asks."""

    id: str
    handle: str


class HeadlessAdapter(DefaultHeadlessAdapter):  # type: ignore[misc]
    """User payloads without e-mail address, also where one is only half signed in."""

    def get_user_dataclass(self) -> type[OwnUser]:
        return OwnUser

    def user_as_dataclass(self, user: User) -> OwnUser:
        return OwnUser(id=user.public_id, handle=user.handle)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up, in and out through the services."""

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        data = form.cleaned_data
        try:
            return people.register(
                email=data["email"],
                password=data["password"],
                birth_date=data["birth_date"],
                handle=data["handle"],
                invite_code=data["invite_code"],
            )
        except IntegrityError:
            # The same address twice within milliseconds: the other one is being made.
            raise StaleState from None

    def login(self, request: HttpRequest, user: User) -> None:
        """Reached only by confirmed addresses: confirmation is mandatory."""
        super().login(request, user)
        people.confirm(person=user, actor=Actor.person(user.id))

    def logout(self, request: HttpRequest) -> None:
        user, key = request.user, request.session.session_key
        super().logout(request)
        if isinstance(user, User) and key:
            sessions.note_logout(person=user, session_key=key)

    def clean_email(self, email: str) -> str:
        """Where a member wants another address, an unconfirmed sign-up with it gives way as it
        would to another sign-up."""
        cleaned: str = super().clean_email(email)
        request = context.request
        if request.user.is_authenticated and recent_proof.is_recent(request, request.user):
            people.forget_replaceable(email=cleaned)
        return cleaned

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A member's new address: sign-ups with it that nobody confirmed give way."""
        with transaction.atomic():
            people.give_way(email=email_address.email, to=email_address.user)
            confirmed: bool = super().confirm_email(request, email_address)
        return confirmed

    def set_password(self, user: User, password: str) -> None:
        """Also ends every session: their hash does not match any more."""
        with transaction.atomic():
            user.set_password(password)
            user.save(update_fields=["password"])
            sessions.note_password_change(person=user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """For whatever allauth calls sensitive. It would ask nothing of whoever has neither a
        password nor a second factor; here they sign in anew."""
        request = context.request
        if recent_proof.is_recent(request, request.user):
            return False
        raise ReauthenticationRequired

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """The password was right, so this tells nobody else anything."""
        raise shut_out(user)

    def send_account_already_exists_mail(self, email: str) -> None:
        """As long as for an address that is new: a password is hashed there."""
        make_password("of nobody")
        self.send_mail("account/email/account_already_exists", email, {})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """What changed about how somebody signs in: a row, and a letter to their address."""
        if template_prefix in FACTOR_CHANGES:
            record(
                "accounts.factor.changed",
                actor=Actor.person(user.pk),
                target=user.public_id,
                how=template_prefix.rsplit("/", 1)[1],
            )
            said = {"what": FACTOR_CHANGES[template_prefix]}
            super().send_notification_mail("accounts/mail/security", user, said, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(MAILS.get(template_prefix, template_prefix), email, context)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104 - no address, said so
