"""Passkeys of staff at the admin: signing in by one, adding and removing one's own.

Django-allauth checks what the device says, as behind /_allauth (WebAuthn, level 3); the scripts are
its own and ours, from files: the pages run under a policy that refuses every script inside them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts import recent_proof
from accounts.api.access import viewer_of
from accounts.models import User

# The admin's own scripts read expressions out of attributes, which needs 'unsafe-eval'; its styles
# stand in pages. No script inside a page runs.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
REFUSED = "This passkey does not open the admin."
AGAIN = "Sign in once more: for this a proof of the last minutes is asked for."


def no_scripts_inside(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Decorator: the browser runs scripts from files of this server alone."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return answer


@never_cache
@require_POST
def entry_options(request: HttpRequest) -> HttpResponse:
    """What the device is asked to sign, of whatever account: nobody is named."""
    if not ratelimit.consume(request, app="allauth.account", action="login"):
        return JsonResponse({}, status=429)
    return JsonResponse(auth.begin_authentication())


@never_cache
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in by a passkey alone. A member's, a suspended moderator's, an unknown and a wrong one
    get the same words."""
    person = _proven(request)
    if person is None:
        messages.error(request, REFUSED)
        return redirect("admin:login")
    return redirect(_onward(request))


def _proven(request: HttpRequest) -> User | None:
    if not ratelimit.consume(request, app="allauth.account", action="login"):
        return None
    form = LoginWebAuthnForm(request.POST)
    if not form.is_valid():
        return None
    factor: Authenticator = form.cleaned_data["credential"]
    person = factor.user
    if not (isinstance(person, User) and person.is_active and person.is_staff):
        return None
    if request.user.is_authenticated and request.user != person:
        logout(request)
    post_authentication(request, factor, passwordless=True)
    login(request, person)
    return person


def _onward(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else reverse("admin:index")


class NameForm(forms.Form):
    """What one calls the device."""

    name = forms.CharField(
        max_length=60, label="A name for the device", widget=UnfoldAdminTextInputWidget
    )
    credential = forms.JSONField(widget=forms.HiddenInput)


@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """One's own passkeys: a list, adding and removing."""
    person = viewer_of(request)
    is_recent = recent_proof.is_recent(request, person)
    form = NameForm()
    if request.method == "POST":
        if not is_recent:
            messages.error(request, AGAIN)
            return redirect("admin:passkeys")
        if "remove" in request.POST:
            _remove(request, person)
            return redirect("admin:passkeys")
        form = NameForm(request.POST)
        if _added(request, person, form):
            messages.success(request, "The passkey was added; it signs in without a password.")
            return redirect("admin:passkeys")
    rows = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    shown = {
        **admin.site.each_context(request),
        "title": "Your passkeys",
        "passkeys": [(row, row.wrap().name) for row in rows.order_by("created_at")],
        "form": form,
        "is_recent": is_recent,
    }
    return render(request, "accounts/admin/passkeys.html", shown)


@never_cache
@require_POST
def creation_options(request: HttpRequest) -> HttpResponse:
    """What the device is asked to make: a key that it keeps, and asks its owner for."""
    person = viewer_of(request)
    if not recent_proof.is_recent(request, person):
        return JsonResponse({"detail": AGAIN}, status=403)
    return JsonResponse(flows.begin_registration(request, person, passwordless=True))


def _added(request: HttpRequest, person: User, form: NameForm) -> bool:
    if not form.is_valid():
        return False
    credential = form.cleaned_data["credential"]
    try:
        validate_can_add_authenticator(person)
        auth.parse_registration_response(credential)
        binding = auth.complete_registration(credential)
        if not binding.is_user_verified():
            raise get_adapter(request).validation_error("incorrect_code")
    except (ValidationError, ValueError, KeyError):
        form.add_error(None, "The device's answer is not right. Try once more.")
        return False
    flows.add_authenticator(request, name=form.cleaned_data["name"], credential=credential)
    return True


def _remove(request: HttpRequest, person: User) -> None:
    """One of one's own; any other id is nobody's."""
    rows = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    key = request.POST["remove"]
    row = rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    if row is None:
        messages.error(request, "There is no such passkey.")
        return
    flows.remove_authenticator(request, row)
    messages.success(request, "The passkey was removed.")


def urls() -> list[URLPattern]:
    """Beside the admin's own; unfold asks for them."""
    inside = admin.site.admin_view
    return [
        path("passkeys/", inside(no_scripts_inside(mine)), name="passkeys"),
        path("passkeys/options/", inside(creation_options), name="passkey_options"),
        path("passkeys/enter/", enter, name="passkey_login"),
        path("passkeys/enter/options/", entry_options, name="passkey_login_options"),
    ]
