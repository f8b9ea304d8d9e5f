"""Pages on which people appeal who cannot sign in: plain forms, no scripts (E29).

Opening a page does nothing, for mail programs fetch links; a button does.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from enforcement.api.appeal_bodies import appeal_json
from enforcement.api.bodies import report_json
from enforcement.appeal_rules import Standing, standing_decision
from enforcement.counting import count_network
from enforcement.limits import APPEAL_CHARACTERS
from enforcement.links import LONGEST, decision_of, report_of, status_link
from enforcement.models import Appeal, Decision, Party, Report
from enforcement.overtaken import READ
from enforcement.pages import shown
from enforcement.services.appeal_dialog import reply
from enforcement.services.appealing import appeal_own, appeal_report, reporter_right
from enforcement.services.statements import (
    appeal_says,
    court_says,
    out_of_court_says,
    right_of,
)
from enforcement.shown_appeals import SAID, is_asked
from enforcement.shown_decisions import decisions_for
from enforcement.worded import reasons_of
from lib.errors import DomainError, ErrorCode


class AppealForm(forms.Form):
    """What it asks. Whether it says anything the service judges, as it does for apps."""

    text = forms.CharField(
        required=False,
        max_length=APPEAL_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        label="Why is the decision wrong? Somebody who did not decide it reads this",
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: HttpRequest) -> HttpResponse:
    """Of a decision, from the link in its letter."""
    try:
        count_network("appeal_open", request)
        decision = decision_of(request.GET.get("token", "")[:LONGEST])
    except DomainError as error:
        return shown(request, "appeal_refused", status=error.http_status, refusal=error.detail)
    return _answer(
        request,
        send=lambda text: appeal_own(decision=decision, text=text),
        sent=lambda: _sent(decision.appeals.filter(party=Party.OWNER)),
        facts=lambda: _of_decision(decision),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_appeal_page(request: HttpRequest) -> HttpResponse:
    """Of what was found about a report, from the link of its status."""
    try:
        count_network("appeal_open", request)
        report = report_of(request.GET.get("token", "")[:LONGEST])
    except DomainError as error:
        return shown(request, "appeal_refused", status=error.http_status, refusal=error.detail)
    if not isinstance(report, Report):  # of what there is not, nothing was decided
        return shown(request, "appeal_refused", status=409, refusal=appeal_says_nothing())
    return _answer(
        request,
        send=lambda text: appeal_report(report=report, text=text),
        sent=lambda: _sent(report.appeals.all()),
        facts=lambda: _of_report(report),
    )


def _answer(
    request: HttpRequest,
    *,
    send: Callable[[str], Appeal],
    sent: Callable[[], Appeal | None],
    facts: Callable[[], dict[str, Any]],
) -> HttpResponse:
    """Whoever was asked something replies, everybody else appeals."""
    if request.method != "POST":
        return shown(request, "appeal", form=AppealForm(), **facts())
    form = AppealForm(request.POST)
    if not form.is_valid():
        return shown(request, "appeal", status=400, form=form, **facts())
    try:
        if (found := sent()) is not None and is_asked(found):
            reply(appeal=found, text=form.cleaned_data["text"])
        else:
            send(form.cleaned_data["text"])
    except DomainError as error:
        if error.code == ErrorCode.NOT_FOUND:
            return shown(request, "appeal_refused", status=404, refusal=error.detail)
        form.add_error(error.attr if error.attr in form.fields else None, error.detail)
        return shown(request, "appeal", status=error.http_status, form=form, **facts())
    return shown(request, "appeal", status=201, form=AppealForm(), **facts())


def _sent(appeals: "QuerySet[Appeal]") -> Appeal | None:
    """The newest, with its words."""
    rows = appeals.select_related("words", "report", *READ).prefetch_related(SAID)
    return rows.order_by("-opened_at", "-pk").first()


def _of_decision(decision: Decision) -> dict[str, Any]:
    person = User.objects.get(pk=decision.owner_id)
    row = decisions_for(person).filter(pk=decision.pk).first()
    appeal = _sent(decision.appeals.filter(party=Party.OWNER))
    if row is None:
        return {"refusal": appeal_says_nothing()}
    return {
        "reasons": reasons_of(row, person),
        "is_open": right_of(row).standing == Standing.OPEN,
        "appeal": appeal_json(appeal) if appeal else None,
    }


def _of_report(report: Report) -> dict[str, Any]:
    decision = standing_decision(report.case) if report.case else None
    right = reporter_right(report, decision)
    appeal = _sent(report.appeals.all())
    return {
        "report": report_json(report),
        "says": [appeal_says(right), out_of_court_says(), court_says()],
        "is_open": right.standing == Standing.OPEN,
        "appeal": appeal_json(appeal) if appeal else None,
        "report_link": status_link(report.public_id),
    }


def appeal_says_nothing() -> str:
    """There is nothing to appeal."""
    from enforcement.appeal_rules import Right

    return appeal_says(Right(Standing.NOTHING))
