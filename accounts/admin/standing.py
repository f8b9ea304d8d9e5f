from typing import Any

from django import forms
from django.contrib import messages
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.person_form import PersonFormView
from accounts.models import Standing, StandingReason
from accounts.models.standings import STAFF_REASONS
from accounts.services.standing import change_standing


class StandingForm(forms.Form):
    """What shall be, and why."""

    to = forms.ChoiceField(
        choices=Standing.choices, label="New standing", widget=UnfoldAdminSelectWidget
    )
    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *((one.value, one.label) for one in STAFF_REASONS)],
        widget=UnfoldAdminSelectWidget,
    )


class StandingView(PersonFormView[StandingForm]):
    """Suspend, ban, limit or reinstate; only through the service, never without a reason."""

    form_class = StandingForm
    title = "Change standing"

    def decide(self, wanted: dict[str, Any]) -> None:
        """Change the standing."""
        to, reason = Standing(wanted["to"]), StandingReason(wanted["reason"])
        change_standing(person=self.person, to=to, actor=self.staff(), reason=reason)
        messages.success(self.request, f"The standing is now {to.value}.")
