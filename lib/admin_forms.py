"""Pages of the admin on which staff fill in a form, and a service decides."""

from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from lib.errors import DomainError

F = TypeVar("F", bound=forms.Form)


class ServiceFormView(FormView[F]):
    """What the service refuses stands in the form. `model_admin`: whose page it is."""

    model_admin: Any = None
    title = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.open()
        return super().dispatch(request, *args, **kwargs)

    def open(self) -> None:
        """Fetch what it is about; refuse at the door by Http404, PermissionDenied, DomainError."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.model_admin.admin_site.each_context(self.request)
        return {**site, **super().get_context_data(**kwargs), "title": self.title, **self.shown()}

    def shown(self) -> dict[str, Any]:
        """What the template shows besides."""
        return {}

    def form_valid(self, form: F) -> HttpResponse:
        try:
            told = self.act(form.cleaned_data)
        except DomainError as error:
            form.add_error(self.field_of(error), error.detail)
            return self.form_invalid(form)
        messages.success(self.request, told)
        return redirect(self.onward())

    def act(self, data: dict[str, Any]) -> str:
        """Call the service, and say what was done. Raises DomainError."""
        raise NotImplementedError

    def field_of(self, error: DomainError) -> str | None:
        """The field that a refusal is about; None: the form as a whole."""
        return None

    def onward(self) -> str:
        """Where staff go then."""
        raise NotImplementedError
