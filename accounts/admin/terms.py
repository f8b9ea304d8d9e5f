from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern, path, reverse
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.api.access import viewer_of
from accounts.models import Change, Gated, TermsVersion
from accounts.services.terms import ACTIVATE, activate_terms
from audit.recorded_admin import RecordedAdmin
from lib.admin_forms import ServiceFormView
from lib.errors import DomainError


class TermsForm(forms.Form):
    """A version that shall be in force from now on."""

    name = forms.SlugField(max_length=40, widget=UnfoldAdminTextInputWidget)
    gates = forms.MultipleChoiceField(choices=Gated.choices, widget=forms.CheckboxSelectMultiple)
    read_at = forms.CharField(
        label="Where its text stands (/… or https://…)", widget=UnfoldAdminTextInputWidget
    )
    sha256 = forms.CharField(label="SHA-256 of the text", widget=UnfoldAdminTextInputWidget)
    needs_guardian = forms.BooleanField(
        required=False,
        label="People under 18 need a guardian for it",
        widget=UnfoldBooleanSwitchWidget,
    )
    change = forms.ChoiceField(
        label="Why", choices=[("", "Choose"), *Change.choices], widget=UnfoldAdminSelectWidget
    )


class ActivateView(ServiceFormView[TermsForm]):
    """Everybody is stopped at what it gates, until they read it."""

    template_name = "accounts/admin/terms_activate.html"
    form_class = TermsForm
    title = "Put a version of terms in force"

    def open(self) -> None:
        if not self.request.user.has_perm(ACTIVATE):
            raise PermissionDenied

    def act(self, data: dict[str, Any]) -> str:
        gates, change = [Gated(one) for one in data["gates"]], Change(data["change"])
        by = viewer_of(self.request)
        made = activate_terms(**{**data, "gates": gates, "change": change}, by=by)
        return f"Version {made.version} of {made.name} is in force."

    def field_of(self, error: DomainError) -> str | None:
        return error.attr

    def onward(self) -> str:
        return reverse("admin:accounts_termsversion_changelist")


@admin.register(TermsVersion)
class TermsVersionAdmin(RecordedAdmin):
    """Versions as they were put in force, newest first."""

    open_to_staff = True
    list_display = ("name", "version", "gates", "needs_guardian", "change", "actor", "at")
    ordering = ("-at",)
    change_list_template = "accounts/admin/terms.html"
    fields: ClassVar[tuple[str, ...]] = (
        *("name", "version", "gates", "read_at", "sha256"),
        *("needs_guardian", "change", "actor", "at"),
    )
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(ActivateView.as_view(model_admin=self))
        return [path("activate/", view, name="accounts_termsversion_activate"), *super().get_urls()]
