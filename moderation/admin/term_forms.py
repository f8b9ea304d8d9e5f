"""What the pages of the banks ask."""

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from moderation.categories import TEXT, Category
from moderation.detectors.lexicon.terms import Edges

SURFACES = [(surface.value, surface.label) for surface in sorted(TEXT)]


class SettingsForm(forms.Form):
    """All that can change of a bank."""

    score = forms.FloatField(
        help_text="Above 0, up to 1: what the policy compares with its thresholds.",
        widget=UnfoldAdminTextInputWidget,
    )
    surfaces = forms.MultipleChoiceField(
        choices=SURFACES, required=False, widget=forms.CheckboxSelectMultiple,
        label="Surfaces (none chosen: all)",
    )  # fmt: skip
    enabled = forms.BooleanField(required=False, initial=True)
    note = forms.CharField(required=False, max_length=500, widget=UnfoldAdminTextInputWidget)


class NewBankForm(SettingsForm):
    """And what is chosen once."""

    name = forms.SlugField(max_length=40, widget=UnfoldAdminTextInputWidget)
    category = forms.ChoiceField(choices=Category.choices, widget=UnfoldAdminSelectWidget)
    edges = forms.ChoiceField(
        choices=[
            (Edges.WORD.value, "whole words, also in the plural"),
            (Edges.STEM.value, "beginnings of words"),
            (Edges.INSIDE.value, "anywhere, also inside words"),
        ],
        widget=UnfoldAdminSelectWidget,
    )
    enabled = None  # type: ignore[assignment]
    field_order = [
        "name",
        "category",
        "edges",
    ]


class FillForm(forms.Form):
    """Terms by hand or by file."""

    terms = forms.CharField(
        required=False, max_length=100_000, label="Terms, one a line",
        widget=UnfoldAdminTextareaWidget,
    )  # fmt: skip
    file = forms.FileField(required=False, label="Or a CSV file: term, harmless, source")
    source = forms.CharField(
        max_length=40, initial="staff", label="Source, for terms that name none",
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip
    dry_run = forms.BooleanField(required=False, initial=True, label="Only count")
    force = forms.BooleanField(
        required=False, label="Add them although they hit harmless sentences (superusers)"
    )

    def clean(self) -> None:
        """Exactly one of the two."""
        super().clean()
        if bool(self.cleaned_data.get("terms")) == bool(self.cleaned_data.get("file")):
            raise forms.ValidationError("Give terms or a file.")


class SwitchForm(forms.Form):
    """What becomes of one term."""

    ON, OFF, REMOVED = "on", "off", "removed"
    action = forms.ChoiceField(
        choices=[("", "Choose"), (ON, "Switch on"), (OFF, "Switch off until"), (REMOVED, "Remove")],
        widget=UnfoldAdminSelectWidget,
    )
    until = forms.DateTimeField(
        required=False, label="Until (UTC, for example 2027-01-31 12:00)",
        widget=UnfoldAdminTextInputWidget,
    )  # fmt: skip

    def clean(self) -> None:
        super().clean()
        off = self.cleaned_data.get("action") == self.OFF
        if off and "until" not in self.errors and not self.cleaned_data.get("until"):
            self.add_error("until", "Until when?")
