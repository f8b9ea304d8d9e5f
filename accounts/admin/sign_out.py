from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.person_form import PersonFormView
from accounts.models import HeldVerb, Right
from accounts.services.forced_sign_out import SignOutReason, force_sign_out


class SignOutForm(forms.Form):
    """Why."""

    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *SignOutReason.choices], widget=UnfoldAdminSelectWidget
    )


class SignOutView(PersonFormView[SignOutForm]):
    """End all sessions of somebody, as they could themself."""

    form_class = SignOutForm
    title = "End sessions"
    right = Right.END_SESSIONS

    def act(self, data: dict[str, Any]) -> str:
        reason = SignOutReason(data["reason"])
        if self.person.is_protected:
            return self.hold(HeldVerb.SIGN_OUT, reason=reason.value)
        force_sign_out(person=self.person, actor=self.staff(), reason=reason)
        return "All sessions are ended."
