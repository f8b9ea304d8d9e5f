from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSelectWidget

from accounts.admin.person_form import PersonFormView
from accounts.models import AgeSource, HeldVerb, Right
from accounts.services.age_findings import (
    MISTAKABLE,
    AgeFinding,
    record_finding,
    withdraw_mistaken,
)
from accounts.services.second_approval import FOUND, MISTAKE


class AgeForm(forms.Form):
    """What staff found out: an age, or that something that was said of it was a mistake."""

    finding = forms.ChoiceField(
        choices=[
            ("", "Choose a finding"),
            *AgeFinding.choices,
            *((f"{MISTAKE}{one.value}", f"Mistaken: {one.label}") for one in MISTAKABLE),
        ],
        widget=UnfoldAdminSelectWidget,
    )
    adult_from = forms.DateField(
        required=False,
        label="18th birthday, if a document of somebody under 18 said it",
        widget=UnfoldAdminDateWidget,
    )


class AgeView(PersonFormView[AgeForm]):
    """Say that somebody is younger than they said, or that a document proved their age."""

    form_class = AgeForm
    title = "Age"
    right = Right.FIND_AGE

    def act(self, data: dict[str, Any]) -> str:
        chosen: str = data["finding"]
        at_once = chosen == AgeFinding.UNDER_13  # a child's safety waits for nobody
        if self.person.is_protected and not at_once:
            return self.hold(HeldVerb.AGE, reason=FOUND, to=chosen, adult_from=data["adult_from"])
        if chosen.startswith(MISTAKE):
            source = AgeSource(chosen.removeprefix(MISTAKE))
            band = withdraw_mistaken(person=self.person, source=source, actor=self.staff())
        else:
            band = record_finding(
                person=self.person,
                finding=AgeFinding(chosen),
                actor=self.staff(),
                adult_from=data["adult_from"],
            )
        return f"The age band is now {band.value}."
