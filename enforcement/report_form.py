"""The form in which people without an account report something."""

import re
from typing import Any

from django import forms

from enforcement.limits import TEXT_CHARACTERS
from enforcement.reasons import REASONS, Topic
from enforcement.saying import Said
from enforcement.services.open_notices import NAME_CHARACTERS, Sender, missing

CHOICES = [
    ("", "Choose"),  # nobody accuses by leaving a field as it is
    *(
        (topic.label, [(one.code, one.label) for one in REASONS.values() if one.topic == topic])
        for topic in Topic
    ),
]
MOMENT = re.compile(r"(?:([0-9]{1,4}):(?=[0-5]?[0-9](?:\D|$)))?([0-9]{1,6}(?:[.,][0-9]{1,3})?)")


class MomentField(forms.CharField):
    """A moment of a film, in seconds from its beginning: `65`, `65.5` or `1:05`."""

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        found = MOMENT.fullmatch(text)
        if found is None:
            raise forms.ValidationError("Write seconds, like 65, or minutes and seconds, like 1:05")
        return int(found[1] or 0) * 60 + float(found[2].replace(",", "."))

    def run_validators(self, value: Any) -> None:
        """Its length was the text's."""


class ReportForm(forms.Form):
    """What it asks. Whether a notice is valid the service says, as it does to apps; all that is
    missing is marked at once."""

    subject = forms.CharField(
        max_length=500, label="What is it about? A link to it, or its id",
    )  # fmt: skip
    reason = forms.ChoiceField(choices=CHOICES, label="What is wrong with it?")
    text = forms.CharField(
        required=False,
        max_length=TEXT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        label="Say what is wrong with it, and where in it",
    )
    start = MomentField(
        required=False,
        label="If it is a part of a video: where does it begin? In seconds, or like 1:05",
    )
    end = MomentField(required=False, label="And where does it end?")
    about_me = forms.BooleanField(required=False, label="It is about me", label_suffix="")
    impersonated = forms.CharField(
        required=False,
        max_length=40,
        label="If it pretends to be somebody: whom? Say me, a person's id, or a known name",
    )
    name = forms.CharField(
        required=False, max_length=NAME_CHARACTERS, label="Your name (not needed about a child)"
    )
    email = forms.CharField(
        max_length=254, widget=forms.EmailInput, label="Your e-mail address: a link goes there"
    )
    good_faith = forms.BooleanField(
        required=False,
        label="I believe in good faith that what I say is accurate and complete",
        label_suffix="",
    )

    def clean(self) -> None:
        """What was refused already is not called missing, too."""
        super().clean()
        reason = REASONS.get(self.cleaned_data.get("reason", ""))
        for part in missing(reason, self.said(), self.sender()):
            if part not in self.errors:
                self.add_error(part, "Without this a notice is not valid.")

    def said(self) -> Said:
        """As far as it was filled in."""
        data = self.cleaned_data
        return Said(
            data.get("text", ""),
            data.get("start"),
            data.get("end"),
            about_me=data.get("about_me", False),
            impersonated=data.get("impersonated", ""),
        )

    def sender(self) -> Sender:
        """The same of who says so."""
        data = self.cleaned_data
        return Sender(data.get("email", ""), data.get("name", ""), data.get("good_faith", False))
