"""Where django-allauth's third-party sign-in meets our services."""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest

from accounts.apple.provider import CODE
from accounts.closing import closing_refusal
from accounts.models import User
from accounts.services import apple, people
from lib.errors import StaleState


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """No account is ever found by its e-mail address: whoever has one connects it, signed in."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """allauth would save the whole row of the person, over whatever changed meanwhile."""
        connecting = sociallogin.state.get("process") == "connect"
        if connecting and request.user.is_authenticated and not sociallogin.is_existing:
            if request.user.closed_at is not None:
                raise closing_refusal()
            raise_if_reauthentication_required(request, app="allauth.socialaccount")
            apple.connect(person=request.user, account=sociallogin.account)
            sociallogin.user = request.user
            self.send_notification_mail("socialaccount/email/account_connected", request.user)
        if sociallogin.is_existing and (not connecting or sociallogin.user == request.user):
            _keep_code(sociallogin)

    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: BaseForm | None = None
    ) -> User:
        """A person without a password, whose address Apple vouches for, or who confirms it."""
        assert form is not None  # noqa: S101 - SOCIALACCOUNT_AUTO_SIGNUP is off
        data = form.cleaned_data
        try:
            with transaction.atomic():
                person = people.register(
                    email=data["email"],
                    password=None,
                    birth_date=data["birth_date"],
                    handle=data["handle"],
                    invite_code=data["invite_code"],
                )
                EmailAddress.objects.create(
                    user=person,
                    email=person.email,
                    primary=True,
                    verified=data["email"] == vouched_address(sociallogin),
                )
                apple.connect(person=person, account=sociallogin.account)
                sociallogin.user = person
                _keep_code(sociallogin)
        except IntegrityError:
            # The same address or the same identity twice at once: the other one is being made.
            raise StaleState from None
        return person

    def get_app(self, request: HttpRequest, provider: str, client_id: str = "") -> SocialApp:
        """Any of the operator's apps where nobody says which: allauth would refuse to choose."""
        apps: list[SocialApp] = self.list_apps(request, provider=provider, client_id=client_id)
        if not apps:
            raise SocialApp.DoesNotExist
        return apps[0]

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        """What allauth says after each change: Apple is told where it was the last of it."""
        if template_prefix == "socialaccount/email/account_disconnected":
            apple.end_grants(person=user)
        super().send_notification_mail(template_prefix, user, context, email)


def vouched_address(sociallogin: SocialLogin) -> str:
    """The address that Apple says is theirs, perhaps of its private relay; else empty."""
    known: list[Any] = [one.email for one in sociallogin.email_addresses if one.verified]
    return str(known[0]) if known else ""


def _keep_code(sociallogin: SocialLogin) -> None:
    apple.keep_code(
        person=sociallogin.user,
        client_id=sociallogin.provider.app.client_id,
        code=sociallogin.state.pop(CODE, ""),
    )
