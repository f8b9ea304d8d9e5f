"""The pages for people without an account: plain forms, no scripts.

Opening a page does nothing, for mail programs fetch links; a button does.
"""

import re
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enforcement.api.open_views import open_report_json
from enforcement.counting import count_network
from enforcement.links import LONGEST, notice_of, report_appeal_link, report_of, status_link
from enforcement.models import OpenNotice, Report
from enforcement.report_form import ReportForm
from enforcement.services.open_notices import confirm, confirm_by_code, send_notice
from lib.api.addresses import client_address, network_of
from lib.errors import DomainError
from lib.ids import IdKind, InvalidId, decode

AN_ID = re.compile(r"\b(?:pst|vid|usr|cam)_[0-9a-z]{26}\b")


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
        notice = _sent(form)
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


def _sent(form: ReportForm) -> OpenNotice:
    subject = form.cleaned_data["subject"]
    named = AN_ID.search(subject)
    return send_notice(
        subject=named[0] if named else subject,
        reason=form.cleaned_data["reason"],
        said=form.said(),
        sender=form.sender(),
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
