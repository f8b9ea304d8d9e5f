"""The form of a dry run over chosen cases, or over all that waits about one person."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.api.access import viewer_of
from enforcement.actions.base import Wish
from enforcement.actions.names import Timing
from enforcement.actions.registry import ACTIONS
from enforcement.admin.deciding.forms import rules, span_field, span_of
from enforcement.boarding import undecided_for
from enforcement.limits import BULK_ALONE, STATEMENT_CHARACTERS
from enforcement.models import Case
from enforcement.policies import DECIDE_IN_BULK
from enforcement.services.bulk import CHOICES, Alike, plan
from enforcement.subjects.kinds import SubjectKind
from lib.errors import DomainError
from lib.ids import IdKind, InvalidId, decode


class AlikeForm(forms.Form):
    """What is decided about each; the things may be of several kinds."""

    policies = forms.MultipleChoiceField(
        choices=list(rules(SubjectKind, diverted=False)),
        label="The rules that it rests on",
        widget=forms.CheckboxSelectMultiple,
    )
    statement = forms.CharField(
        max_length=STATEMENT_CHARACTERS,
        label="Why, for the people whom it concerns",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
    )
    note = forms.CharField(
        max_length=STATEMENT_CHARACTERS,
        required=False,
        label="For staff alone",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in map(ACTIONS.__getitem__, CHOICES):
            do = forms.BooleanField(required=False, label=one.title)
            self.fields[f"do_{one.name}"] = do
            if one.timing != Timing.NEVER:
                self.fields[f"span_{one.name}"] = span_field(one)

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """Each action, and for how long."""
        for name in CHOICES:
            span = f"span_{name}"
            yield self[f"do_{name}"], self[span] if span in self.fields else None

    def wishes(self) -> tuple[Wish, ...]:
        """Of valid data."""
        said = self.cleaned_data
        return tuple(
            Wish(name, span_of(said.get(f"span_{name}"))) for name in CHOICES if said[f"do_{name}"]
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
        }

    def form_valid(self, form: AlikeForm) -> HttpResponse:
        said = form.cleaned_data
        alike = Alike(
            policies=tuple(said["policies"]),
            statement=said["statement"],
            wishes=form.wishes(),
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
