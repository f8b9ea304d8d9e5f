from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.models import Standing, User
from accounts.services.standing import LONGEST_REASON, change_standing, standing_refusal
from lib.errors import DomainError
from lib.ids import IdKind, InvalidId, decode


class StandingForm(forms.Form):
    """What shall be, and why."""

    to = forms.ChoiceField(
        choices=Standing.choices, label="New standing", widget=UnfoldAdminSelectWidget
    )
    reason = forms.CharField(max_length=LONGEST_REASON, widget=UnfoldAdminTextInputWidget)


class StandingView(FormView[StandingForm]):
    """Suspend, ban, limit or reinstate; only through the service, never without a reason."""

    form_class = StandingForm
    template_name = "accounts/admin/standing.html"
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.model_admin is None:
            raise ImproperlyConfigured("StandingView needs its model admin")
        self.person = _person(kwargs["person_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.model_admin.admin_site.each_context(self.request)
        refusal = standing_refusal(actor=self._staff(), person=self.person)
        own = {"title": "Change standing", "person": self.person, "refusal": refusal}
        return {**site, **super().get_context_data(**kwargs), **own}

    def form_valid(self, form: StandingForm) -> HttpResponse:
        wanted = form.cleaned_data
        try:
            change_standing(
                person=self.person,
                to=Standing(wanted["to"]),
                actor=self._staff(),
                reason=wanted["reason"],
            )
        except DomainError as error:
            form.add_error(None, error.detail)
            return self.form_invalid(form)
        messages.success(self.request, f"The standing is now {wanted['to']}.")
        return redirect(reverse("admin:accounts_user_change", args=[self.person.public_id]))

    def _staff(self) -> User:
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
