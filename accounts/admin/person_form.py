"""Pages on which a member of staff decides something about one person."""

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.models import User
from accounts.services.standing import standing_refusal
from lib.errors import DomainError
from lib.ids import IdKind, InvalidId, decode

F = TypeVar("F", bound=forms.Form)


class PersonFormView(FormView[F]):
    """One form about one person; a subclass says what is decided, always through a service."""

    template_name = "accounts/admin/person_form.html"
    model_admin: Any = None
    title = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.model_admin is None:
            raise ImproperlyConfigured(f"{type(self).__name__} needs its model admin")
        self.person = _person(kwargs["person_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.model_admin.admin_site.each_context(self.request)
        refusal = standing_refusal(actor=self.staff(), person=self.person)
        own = {"title": self.title, "person": self.person, "refusal": refusal}
        return {**site, **super().get_context_data(**kwargs), **own}

    def form_valid(self, form: F) -> HttpResponse:
        try:
            self.decide(form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.detail)
            return self.form_invalid(form)
        return redirect(reverse("admin:accounts_user_change", args=[self.person.public_id]))

    def decide(self, wanted: dict[str, Any]) -> None:
        """Call the service. Raises DomainError, which the page then shows."""
        raise NotImplementedError

    def staff(self) -> User:
        """Who decides."""
        assert isinstance(self.request.user, User)  # noqa: S101 - admin_view has refused others
        return self.request.user


def _person(text: str) -> User:
    try:
        person = User.objects.filter(pk=decode(IdKind.USER, text)).first()
    except InvalidId:
        person = None
    if person is None:
        raise Http404
    return person
