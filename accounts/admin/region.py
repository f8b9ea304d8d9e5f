from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.admin.person_form import PersonFormView
from accounts.models import HeldVerb, Right
from accounts.safeguards.layers import settings_of
from accounts.services.regions import RegionReason, set_region
from accounts.services.second_approval import LOOSER


class RegionForm(forms.Form):
    """Where, why, and whether one knows what it costs."""

    region = forms.CharField(
        max_length=6,
        label="Code of ISO 3166: a country (DE) or a part of one (US-CA)",
        widget=UnfoldAdminTextInputWidget,
    )
    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *RegionReason.choices], widget=UnfoldAdminSelectWidget
    )
    loosens = forms.BooleanField(
        required=False,
        label="I know that this takes protection of a law from somebody who may be under 18",
        widget=UnfoldBooleanSwitchWidget,
    )


class RegionView(PersonFormView[RegionForm]):
    """Say where the law is made that holds for somebody, whatever they said themself."""

    form_class = RegionForm
    title = "Region"
    right = Right.SET_REGION
    template_name = "accounts/admin/region.html"
    told = "What is set here holds against what the person says, until it is set anew."

    def shown(self) -> dict[str, Any]:
        return {**super().shown(), "mine": settings_of(self.person)}

    def act(self, data: dict[str, Any]) -> str:
        if self.person.is_protected:
            to = data["region"] + (LOOSER if data["loosens"] else "")
            return self.hold(HeldVerb.REGION, reason=data["reason"], to=to)
        set_region(
            person=self.person,
            region=data["region"],
            actor=self.staff(),
            reason=RegionReason(data["reason"]),
            may_loosen=data["loosens"],
        )
        return f"The region is now {data['region']}."
