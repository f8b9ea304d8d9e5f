from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from audit.reasons import Reason, ReasonCode, state_reason

PUBLIC_ID = RegexValidator(
    r"\A[a-z]{3,8}_[0-7][0-9a-hjkmnp-tv-z]{25}\Z", "This is no public id of a case."
)


class ReasonForm(forms.Form):
    """Codes and ids only: nothing that a person wrote is kept."""

    code = forms.ChoiceField(
        choices=[("", "Choose"), *((code.value, code.value.capitalize()) for code in ReasonCode)],
        label="Why do you look?",
        widget=UnfoldAdminSelectWidget,
    )
    case = forms.CharField(
        required=False,
        validators=[PUBLIC_ID],
        label="Public id of the case, if there is one",
        widget=UnfoldAdminTextInputWidget,
    )

    def clean(self) -> None:
        """Whoever looks because of a case says which."""
        said = self.cleaned_data
        if said.get("code") == ReasonCode.CASE and said.get("case") == "":
            self.add_error("case", "Which case? It begins with cas_.")


class ReasonView(FormView[ReasonForm]):
    """Asks once an hour why staff look, then goes on to where they wanted to."""

    form_class = ReasonForm
    template_name = "audit/admin/reason.html"
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.model_admin is None:
            raise ImproperlyConfigured("ReasonView needs its model admin")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.model_admin.admin_site.each_context(self.request)
        return {**site, **super().get_context_data(**kwargs), "title": "Why do you look?"}

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        wanted = form.cleaned_data
        state_reason(self.request, Reason(ReasonCode(wanted["code"]), wanted["case"]))
        return redirect(self._onward())

    def _onward(self) -> str:
        path = self.request.GET.get("next", "")
        ours = url_has_allowed_host_and_scheme(
            path, {self.request.get_host()}, require_https=self.request.is_secure()
        )
        return path if ours else reverse("admin:index")
