"""The page on which what a person refused is put into a bank, after a dry run."""

from typing import Any

from django import forms
from django.urls import reverse

from accounts.api.access import viewer_of
from moderation.admin.deciding import ReviewFormView
from moderation.categories import Category
from moderation.services.bank_subjects import bank_subject, would_meet
from moderation.services.banks import MANAGE


class BankingForm(forms.Form):
    """`expected` is what the dry run told when the page was made."""

    category = forms.ChoiceField(choices=Category.choices)
    expected = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class BankingView(ReviewFormView[BankingForm]):
    """Proposes; another person confirms."""

    template_name = "moderation/admin/bank_subject.html"
    form_class = BankingForm
    permission = MANAGE

    def get_initial(self) -> dict[str, Any]:
        return {"category": self.review.category, "expected": would_meet(self.review.subject)}

    def shown(self) -> dict[str, Any]:
        subject = self.review.subject
        return {"title": f"Bank what {subject} shows", "meets": would_meet(subject)}

    def act(self, data: dict[str, Any]) -> str:
        made = bank_subject(
            self.review.subject,
            category=Category(data["category"]),
            expected=data["expected"],
            by=viewer_of(self.request),
        )
        return f"{len(made)} entries proposed; another person confirms."

    def onward(self) -> str:
        return reverse("admin:moderation_bankedhash_changelist")
