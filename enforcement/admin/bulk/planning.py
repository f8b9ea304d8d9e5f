"""The form of a dry run over chosen cases, or over all that waits about one person."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectMultipleWidget,
    UnfoldAdminTextareaWidget,
)

from accounts.api.access import viewer_of
from enforcement.actions.names import ActionName
from enforcement.actions.registry import ACTIONS
from enforcement.boarding import undecided_for
from enforcement.limits import BULK_ALONE, STATEMENT_CHARACTERS
from enforcement.models import Case
from enforcement.policies import DECIDE_IN_BULK
from enforcement.reasons import CODES, DIVERTED
from enforcement.services.bulk import CHOICES, Alike, plan
from lib.errors import DomainError
from lib.ids import IdKind, InvalidId, decode


class AlikeForm(forms.Form):
    """What is decided about each."""

    policies = forms.MultipleChoiceField(
        choices=[one for one in CODES if one[0] not in DIVERTED],
        label="The rules that it rests on",
        widget=UnfoldAdminSelectMultipleWidget,
    )
    actions = forms.MultipleChoiceField(
        choices=[(name.value, ACTIONS[name].title) for name in CHOICES],
        required=False,
        label="What is done; nothing chosen: it breaks no rule",
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    statement = forms.CharField(
        max_length=STATEMENT_CHARACTERS,
        label="Why, for the people whom it concerns",
        widget=UnfoldAdminTextareaWidget,
    )
    note = forms.CharField(
        max_length=STATEMENT_CHARACTERS,
        required=False,
        label="For staff alone",
        widget=UnfoldAdminTextareaWidget,
    )


class PlanView(FormView[AlikeForm]):
    """Writes a dry run, and leads to its page; nothing is decided here."""

    form_class = AlikeForm
    template_name = "enforcement/admin/plan.html"
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not viewer_of(request).has_perm(DECIDE_IN_BULK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **self.model_admin.admin_site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": "Decide together",
            "cases": self._chosen(),
            "alone": BULK_ALONE,
            "button": "Plan it: nothing is decided yet",
        }

    def form_valid(self, form: AlikeForm) -> HttpResponse:
        said = form.cleaned_data
        alike = Alike(
            policies=tuple(said["policies"]),
            statement=said["statement"],
            actions=tuple(map(ActionName, said["actions"])),
            note=said["note"],
        )
        cases = [one.pk for one in self._chosen()]
        try:
            batch = plan(cases=cases, alike=alike, by=viewer_of(self.request))
        except DomainError as refused:
            form.add_error(refused.attr if refused.attr in form.fields else None, refused.detail)
            return self.form_invalid(form)
        return redirect(reverse("admin:enforcement_batch_change", args=[batch.pk]))

    def _chosen(self) -> list[Case]:
        """Of `?case=…&case=…` and `?person=…`, what the reader may see."""
        asked = self.request.GET
        rows = undecided_for(viewer_of(self.request)).order_by("pk")
        person = _keys(IdKind.USER, asked.getlist("person"))
        if person:
            return list(rows.filter(owner_id__in=person))
        return list(rows.filter(pk__in=_keys(IdKind.CASE, asked.getlist("case"))))


def _keys(kind: IdKind, texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(decode(kind, text))
        except InvalidId:
            continue
    return found
