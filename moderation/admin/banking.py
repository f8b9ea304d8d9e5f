"""The page on which what a person refused is put into a bank, after a dry run."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.models import User
from lib.errors import DomainError
from moderation.admin.deciding import _review
from moderation.categories import Category
from moderation.services.bank_subjects import bank_subject, would_meet
from moderation.services.banks import MANAGE


class BankingForm(forms.Form):
    """`expected` is what the dry run told when the page was made."""

    category = forms.ChoiceField(choices=Category.choices)
    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class BankingView(FormView[BankingForm]):
    """Proposes; another person confirms."""

    template_name = "moderation/admin/bank_subject.html"
    form_class = BankingForm
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.review = _review(kwargs["review_id"])
        if not request.user.has_perm(MANAGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"category": self.review.category, "expected": would_meet(self.review.subject)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.model_admin.admin_site.each_context(self.request)
        own = {
            "title": f"Bank what {self.review.subject} shows",
            "meets": would_meet(self.review.subject),
        }
        return {**site, **super().get_context_data(**kwargs), **own}

    def form_valid(self, form: BankingForm) -> HttpResponse:
        staff = self.request.user
        assert isinstance(staff, User)  # noqa: S101 - admin_view has refused others
        try:
            made = bank_subject(
                self.review.subject,
                category=Category(form.cleaned_data["category"]),
                expected=form.cleaned_data["expected"],
                by=staff,
            )
        except DomainError as error:
            form.add_error(None, error.detail)
            return self.form_invalid(form)
        messages.success(self.request, f"{len(made)} entries proposed; another person confirms.")
        return redirect(reverse("admin:moderation_bankedhash_changelist"))
