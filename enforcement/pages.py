"""The pages for people without an account: plain forms, no scripts.

Opening a page does nothing, for mail programs fetch links; a button does.
"""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enforcement.api.open_views import open_report_json
from enforcement.counting import count_network
from enforcement.limits import TEXT_CHARACTERS
from enforcement.links import LONGEST, notice_of, report_appeal_link, report_of, status_link
from enforcement.models import OpenNotice, Report
from enforcement.reasons import REASONS, Topic
from enforcement.saying import Said
from enforcement.services.open_notices import (
    NAME_CHARACTERS,
    Sender,
    confirm,
    confirm_by_code,
    send_notice,
)
from lib.api.addresses import client_address, network_of
from lib.errors import DomainError
from lib.ids import IdKind, InvalidId, decode

AN_ID = re.compile(r"\b(?:pst|vid|usr|cam)_[0-9a-z]{26}\b")
CHOICES = [
    ("", "Choose"),  # nobody accuses by leaving a field as it is
    *(
        (topic.label, [(one.code, one.label) for one in REASONS.values() if one.topic == topic])
        for topic in Topic
    ),
]


class ReportForm(forms.Form):
    """What it asks. Whether a notice is valid the service says, as it does to apps."""

    subject = forms.CharField(
        max_length=500, label="What is it about? A link to it, or its id",
    )  # fmt: skip
    reason = forms.ChoiceField(choices=CHOICES, label="What is wrong with it?")
    text = forms.CharField(
        required=False,
        max_length=TEXT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        label="Say what is wrong with it, and where in it",
    )
    about_me = forms.BooleanField(required=False, label="It is about me")
    impersonated = forms.CharField(
        required=False,
        max_length=40,
        label="If it pretends to be somebody: whom? Say me, a person's id, or a known name",
    )
    name = forms.CharField(
        required=False, max_length=NAME_CHARACTERS, label="Your name (not needed about a child)"
    )
    email = forms.CharField(
        max_length=254, widget=forms.EmailInput, label="Your e-mail address: a link goes there"
    )
    good_faith = forms.BooleanField(
        required=False,
        label="I believe in good faith that what I say is accurate and complete",
    )


class CodeForm(forms.Form):
    """The code of the mail."""

    id = forms.CharField(widget=forms.HiddenInput, max_length=40)
    code = forms.RegexField(
        r"^\s*[0-9]{6}\s*$",
        label="The code in the mail",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest) -> HttpResponse:
    """The form."""
    named = AN_ID.search(request.GET.get("subject", "")[:500])
    if request.method != "POST":
        return shown(request, "form", form=ReportForm(initial={"subject": named and named[0]}))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return shown(request, "form", status=400, form=form)
    try:
        count_network("report_open", request)
        notice = _sent(form.cleaned_data)
    except DomainError as error:
        form.add_error(error.attr if error.attr in form.fields else None, error.detail)
        return shown(request, "form", status=error.http_status, form=form)
    return shown(request, "sent", form=CodeForm(initial={"id": notice.public_id}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest) -> HttpResponse:
    """From the link, with a button; or with the code."""
    token = request.GET.get("token", "")[:LONGEST]
    try:
        if request.method != "POST":
            notice_of(token)
            return shown(request, "confirm")
        count_network("report_guess", request)
        network = network_of(client_address(request))
        found = confirm(notice_of(token), network=network) if token else _by_code(request)
    except DomainError as error:
        if token or request.method != "POST":
            return shown(request, "refused", status=error.http_status, refusal=error.detail)
        form = CodeForm(request.POST)
        form.add_error(None, error.detail)
        return shown(request, "sent", status=error.http_status, form=form)
    return _shown(request, found)


@never_cache
@require_http_methods(["GET", "HEAD"])
def status_page(request: HttpRequest) -> HttpResponse:
    """What became of it."""
    try:
        count_network("report_guess", request)
        found = report_of(request.GET.get("token", "")[:LONGEST])
    except DomainError as error:
        return shown(request, "refused", status=error.http_status, refusal=error.detail)
    return _shown(request, found)


def _sent(said: dict[str, Any]) -> OpenNotice:
    named = AN_ID.search(said["subject"])
    return send_notice(
        subject=named[0] if named else said["subject"],
        reason=said["reason"],
        said=Said(said["text"], about_me=said["about_me"], impersonated=said["impersonated"]),
        sender=Sender(said["email"], said["name"], said["good_faith"]),
    )


def _by_code(request: HttpRequest) -> Report | OpenNotice:
    form = CodeForm(request.POST)
    valid = form.is_valid()
    code = form.cleaned_data["code"].strip() if valid else ""
    return confirm_by_code(
        notice_id=_key(request.POST.get("id", "")),
        code=code,
        network=network_of(client_address(request)),
    )


def _key(public_id: str) -> UUID:
    try:
        return decode(IdKind.REPORT, public_id)
    except InvalidId:
        return UUID(int=0)


def _shown(request: HttpRequest, found: Report | OpenNotice) -> HttpResponse:
    return shown(
        request,
        "status",
        report=open_report_json(found),
        link=status_link(found.public_id),
        appeal_link=report_appeal_link(found.public_id),
    )


def shown(request: HttpRequest, name: str, *, status: int = 200, **facts: object) -> HttpResponse:
    """One of the pages of this room."""
    response = render(request, f"enforcement/{name}.html", facts, status=status)
    # The token stands in the address: no other site hears it. Under "no-referrer" a browser sends
    # its own form with `Origin: null` (Fetch, 3.1), which the check against forgery refuses.
    response["Referrer-Policy"] = "same-origin"
    return response
