from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSelectWidget

from accounts.admin.person_form import PersonFormView
from accounts.models import AgeSource, HeldVerb, Right
from accounts.services.age_corrections import Correction, CorrectionReason
from accounts.services.age_findings import (
    MISTAKABLE,
    ON_A_CASE,
    AgeFinding,
    record_finding,
    withdraw_mistaken,
)
from accounts.services.second_approval import FOUND, MISTAKE
from lib.errors import DomainError, ErrorCode

CORRECT = "correct:"


class AgeForm(forms.Form):
    """What staff found out: an age, or that something that was said of it was a mistake."""

    finding = forms.ChoiceField(
        choices=[
            ("", "Choose a finding"),
            *((one.value, one.label) for one in AgeFinding if one not in ON_A_CASE),
            *((f"{MISTAKE}{one.value}", f"Mistaken: {one.label}") for one in MISTAKABLE),
            *((f"{CORRECT}{one.value}", f"Recorded by mistake. {one.label}") for one in Correction),
        ],
        widget=UnfoldAdminSelectWidget,
    )
    reason = forms.ChoiceField(
        required=False,
        choices=[("", "Only for a correction"), *CorrectionReason.choices],
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
    told = (
        "A signal can only tighten; a document that you looked at can loosen, too. Under 13 "
        "freezes the account at once, protected or not. Keep no copy of a document."
    )

    def act(self, data: dict[str, Any]) -> str:
        chosen: str = data["finding"]
        if chosen.startswith(CORRECT):
            return self._correct(chosen.removeprefix(CORRECT), data)
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

    def _correct(self, to: str, data: dict[str, Any]) -> str:
        if not data["reason"]:
            raise DomainError(ErrorCode.REQUIRED, "Say why it was a mistake.", attr="reason")
        adult_from = data["adult_from"] if to == Correction.TEEN else None
        return self.hold(HeldVerb.CORRECT, reason=data["reason"], to=to, adult_from=adult_from)

    def field_of(self, error: Any) -> str | None:
        return "reason" if error.attr == "reason" else None
