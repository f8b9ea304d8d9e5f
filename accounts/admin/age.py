from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.person_form import PersonFormView
from accounts.services.age_findings import AgeFinding, record_finding


class AgeForm(forms.Form):
    """What staff found out."""

    finding = forms.ChoiceField(
        choices=[("", "Choose a finding"), *AgeFinding.choices], widget=UnfoldAdminSelectWidget
    )


class AgeView(PersonFormView[AgeForm]):
    """Say that somebody is younger than they said, or that a document proved their age."""

    form_class = AgeForm
    title = "Age"

    def act(self, data: dict[str, Any]) -> str:
        finding = AgeFinding(data["finding"])
        band = record_finding(person=self.person, finding=finding, actor=self.staff())
        return f"The age band is now {band.value}."
