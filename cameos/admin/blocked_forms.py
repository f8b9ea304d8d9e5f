"""What staff note of a release that came on paper."""

from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from cameos.blocked import limits
from cameos.blocked.papers import PaperRelease
from cameos.blocked.states import ReleasedBy
from cameos.blocked.texts import releases


def texts() -> list[tuple[str, str]]:
    """Every text that could have been signed, the newest first."""
    found = [(version, locale) for version, one in releases().items() for locale in one]
    return [(f"{n}.{locale}", f"{n} ({locale})") for n, locale in sorted(found, reverse=True)]


class Several(forms.ClearableFileInput):
    """More than one file in one field."""

    allow_multiple_selected = True


class PortraitsField(forms.FileField):
    """A list of files, each bounded before it is read."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        return [super(PortraitsField, self).clean(one, initial) for one in data or [None]]


class ProposalForm(forms.Form):
    """The service says what is wrong with it."""

    released_by = forms.ChoiceField(choices=ReleasedBy.choices, widget=UnfoldAdminSelectWidget)
    is_minor = forms.BooleanField(required=False, label="The person is under 18")
    text = forms.ChoiceField(
        choices=texts, label="Text that was signed", widget=UnfoldAdminSelectWidget
    )
    released_at = forms.DateTimeField(
        label="Signed at (UTC, for example 2027-01-31 12:00)", widget=UnfoldAdminTextInputWidget
    )
    ends_on = forms.DateField(
        label="Ends on", widget=UnfoldAdminTextInputWidget,
        help_text="As the release says; of somebody under 18 a year at most, and never after their "
        "18th birthday.",
    )  # fmt: skip
    legal_basis = forms.CharField(max_length=2000, widget=UnfoldAdminTextareaWidget({"rows": 4}))
    proof_reference = forms.CharField(
        max_length=80, widget=UnfoldAdminTextInputWidget,
        help_text="The number of the paper file with the release and the proof. No name.",
    )  # fmt: skip
    contact = forms.CharField(max_length=1000, widget=UnfoldAdminTextareaWidget({"rows": 3}))
    portraits = PortraitsField(
        help_text=f"1 to {limits.MOST_PICTURES} pictures (JPEG, PNG, WebP) of head and shoulders, "
        f"together {limits.MOST_BYTES // 1000} kB. They are shown to nobody and erased once they "
        "were measured.",
    )
    names: ClassVar[dict[str, str]] = {"version": "text"}

    @staticmethod
    def release(given: dict[str, Any]) -> PaperRelease:
        """Of the data of a form that is valid."""
        version, _, locale = given["text"].partition(".")
        return PaperRelease(
            by=ReleasedBy(given["released_by"]),
            is_minor=given["is_minor"],
            version=int(version),
            locale=locale,
            at=given["released_at"],
            ends_on=given["ends_on"],
            legal_basis=given["legal_basis"],
            proof_reference=given["proof_reference"],
            contact=given["contact"],
        )

    @classmethod
    def field_of(cls, attr: str | None) -> str | None:
        """The field that a refusal is about."""
        name = cls.names.get(attr or "", attr)
        return name if name in cls.base_fields else None
