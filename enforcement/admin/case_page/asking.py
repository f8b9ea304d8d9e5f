"""Asking whoever appealed, from the page of the case in which it is answered (E28)."""

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.api.access import viewer_of
from enforcement.admin.case_page.claim import require_claim
from enforcement.admin.case_page.sections.appeals import appeal_shown
from enforcement.admin.deciding.views import one_seen
from enforcement.limits import APPEAL_CHARACTERS
from enforcement.models import Appeal, Case
from enforcement.policies import see_case
from enforcement.services.appeal_dialog import ask
from enforcement.services.appealing import authorise
from enforcement.shown_appeals import appeals_in
from lib.admin_forms import ServiceFormView
from lib.errors import DomainError
from lib.selecting import with_public_id


class QuestionForm(forms.Form):
    """For whoever appealed."""

    text = forms.CharField(
        label="Ask whoever sent it",
        max_length=APPEAL_CHARACTERS,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )


class AskView(ServiceFormView[QuestionForm]):
    """What is refused keeps what was typed."""

    form_class = QuestionForm
    template_name = "enforcement/admin/ask.html"
    title = "Ask whoever appealed"
    case: Case
    appeal: Appeal

    def open(self) -> None:
        self.case = one_seen(see_case, self.kwargs["case_id"], self.request)
        found = with_public_id(appeals_in(self.case), self.kwargs["appeal_id"])
        if found is None:
            raise Http404
        self.appeal = found

    def shown(self) -> dict[str, Any]:
        row = appeal_shown(self.appeal, answers=False)
        return {"shown": {"appeals": [row]}, "back": self.onward()}

    def act(self, data: dict[str, Any]) -> str:
        by = viewer_of(self.request)
        authorise(self.appeal, by)
        require_claim(self.case, by)
        ask(appeal=self.appeal, by=by, text=data["text"])
        return "Asked: they read it in the app, or by mail."

    def field_of(self, error: DomainError) -> str | None:
        return "text" if getattr(error, "attr", None) == "text" else None

    def onward(self) -> str:
        page = reverse("admin:enforcement_case_change", args=[self.case.pk])
        return f"{page}#{self.appeal.public_id}"
