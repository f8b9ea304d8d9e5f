"""What staff fill in. Every field of it is read again by the service."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.admin.sections.shown import when
from enforcement.actions.base import Action, Wish
from enforcement.actions.names import ActionName, Timing
from enforcement.actions.registry import ACTIONS
from enforcement.admin.deciding.evidence import named
from enforcement.evidence import Evidence
from enforcement.limits import LEGAL_CHARACTERS, LONGEST_WAIT, STATEMENT_CHARACTERS
from enforcement.models import DecisionSource, Ground
from enforcement.reasons import FILMS, REASONS, Topic
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import FITS, Wanted, is_unfilled

A_DAY = 24
PARTS_CHARACTERS = 1_000
# Hours. Ours: what rules of this field use, within enforcement/limits.py.
SPANS = (
    *((1, "1 hour"), (12, "12 hours"), (A_DAY, "1 day"), (3 * A_DAY, "3 days")),
    *((7 * A_DAY, "7 days"), (14 * A_DAY, "14 days"), (30 * A_DAY, "30 days")),
    *((90 * A_DAY, "90 days"), (180 * A_DAY, "180 days"), (365 * A_DAY, "365 days")),
)
WAITS = tuple(
    (hours, f"{words} later") for hours, words in SPANS if timedelta(hours=hours) <= LONGEST_WAIT
)
CHOOSE = "Choose"
BREAKS, BREAKS_NOTHING = "violation", "no_violation"
FINDINGS = (
    (BREAKS, "It breaks a rule: do what is chosen below"),
    (BREAKS_NOTHING, "It breaks no rule: nothing is done"),
)
SOURCES = (
    (DecisionSource.PERSON.value, "Our own review"),
    (DecisionSource.LEGAL.value, "An order or a law (takes two people)"),
)
UNSAID = "This was said for a time, or for later: choose anew."


@dataclass(frozen=True, slots=True)
class Before:
    """When an action of the decision that is replaced began, where that was later, and ends."""

    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One action as the template draws it."""

    action: Action
    chosen: Any
    span: Any
    value: Any
    after: Any


class WordsForm(forms.Form):
    """The two texts, apart from each other: one is read by the person, the other never."""

    statement = forms.CharField(
        label="Why, for the person whom it concerns",
        help_text="They read exactly this, beside the rules and what follows.",
        max_length=STATEMENT_CHARACTERS,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
    )
    note = forms.CharField(
        label="Private note",
        help_text="For staff alone. In no notice, letter, answer or export.",
        required=False,
        max_length=STATEMENT_CHARACTERS,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    # How many other things of ours a hash bank would meet, as the preview told.
    expected = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def clean_statement(self) -> str:
        """What the service refuses too is told here beside whatever else is wrong."""
        statement: str = self.cleaned_data["statement"]
        if is_unfilled(statement):
            raise forms.ValidationError("A place of the template is not filled.")
        return statement


class DecisionForm(WordsForm):
    """`kind`: of what it is about; only actions and rules that fit it are offered. `hidden`:
    actions that the case's queue does not have. `diverted`: whether the case is of child safety,
    outside of which none of its rules is named. `evidence`: choices of what it may rest on.
    `before`: of what is replaced; nothing of it becomes endless, or begins at once, unchosen."""

    finding = forms.ChoiceField(
        choices=FINDINGS, label="What is found", widget=forms.RadioSelect, initial=BREAKS
    )
    policies = forms.MultipleChoiceField(
        label="The rules that it rests on", widget=forms.CheckboxSelectMultiple
    )
    ground = forms.ChoiceField(choices=Ground.choices, initial=Ground.TERMS, label="What is broken",
                               widget=UnfoldAdminSelectWidget)  # fmt: skip
    source = forms.ChoiceField(choices=SOURCES, initial=DecisionSource.PERSON, label="On what",
                               widget=UnfoldAdminSelectWidget)  # fmt: skip

    evidence = forms.MultipleChoiceField(
        label="Evidence",
        help_text="The person reads of what kind it is, never whose it was or what stands in it.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    parts = forms.CharField(
        label="Other parts of the video, in seconds",
        help_text="One on a line, like 0.5 to 2. The person reads them.",
        required=False,
        max_length=PARTS_CHARACTERS,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    legal_ground = forms.CharField(
        label="Which law or order (where it is one)",
        required=False,
        max_length=LEGAL_CHARACTERS,
        widget=UnfoldAdminTextInputWidget,
    )
    no_appeal = forms.BooleanField(
        label="The law or the order lets nobody appeal to us", required=False
    )

    def __init__(
        self,
        *args: Any,
        kind: SubjectKind,
        hidden: frozenset[ActionName] = frozenset(),
        diverted: bool = False,
        evidence: Sequence[tuple[str, list[tuple[str, str]]]] = (),
        before: Mapping[ActionName, Before] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.before = kind, before or {}
        self.fields["evidence"].choices = list(evidence)  # type: ignore[attr-defined]
        if kind not in FILMS:
            del self.fields["parts"]
        self.fields["policies"].choices = list(rules({kind}, diverted=diverted))  # type: ignore[attr-defined]
        fitting = (one for one in ACTIONS.values() if kind in FITS[one.target])
        self.offered = [one for one in fitting if one.name not in hidden]
        for one in self.offered:
            self.fields |= _fields_of(one, self.before.get(one.name, Before()))

    def rows(self) -> Iterator[Row]:
        """From the gravest on, as they are done."""
        for one in self.offered:
            fields = [
                self[name] if name in self.fields else None
                for name in (
                    *(f"do_{one.name}", f"span_{one.name}"),
                    *(f"value_{one.name}", f"after_{one.name}"),
                )
            ]
            yield Row(one, *fields)

    def clean_parts(self) -> tuple[Evidence, ...]:
        """As references."""
        return named((), self.cleaned_data["parts"])

    def rests_on(self) -> tuple[Evidence, ...]:
        """Of valid data."""
        data = self.cleaned_data
        return tuple(dict.fromkeys((*named(data["evidence"]), *data.get("parts", ()))))

    def clean(self) -> None:
        """Whoever finds that a rule is broken does something, and the other way around."""
        super().clean()
        for name, was in self.before.items():
            if self.cleaned_data.get(f"do_{name}"):
                self._refuse_unsaid(f"span_{name}", was.ends)
                self._refuse_unsaid(f"after_{name}", was.begins)
        chosen = any(self.cleaned_data.get(f"do_{one.name}") for one in self.offered)
        finding = self.cleaned_data.get("finding")
        if finding == BREAKS and not chosen:
            raise forms.ValidationError("Choose what is done: a warning, at the least.")
        if finding == BREAKS_NOTHING and chosen:
            raise forms.ValidationError("It breaks no rule: choose nothing that is done.")

    def _refuse_unsaid(self, field: str, at: datetime | None) -> None:
        if at is not None and field in self.fields and self.cleaned_data.get(field) is None:
            self.add_error(field, UNSAID)

    def wishes(self) -> tuple[Wish, ...]:
        """Of valid data."""
        data = self.cleaned_data
        return tuple(
            Wish(
                one.name,
                span_of(data.get(f"span_{one.name}")),
                data.get(f"value_{one.name}") or "",
                data.get("expected") if one.name == ActionName.BANK_HASHES else None,
                span_of(data.get(f"after_{one.name}")),
            )
            for one in self.offered
            if data.get(f"do_{one.name}")
        )

    def wanted(self, *, key: UUID, case_id: UUID | None, supersedes: UUID | None) -> Wanted:
        """The decision that it describes."""
        data = self.cleaned_data
        return Wanted(
            kind=self.kind,
            key=key,
            policies=tuple(data["policies"]),
            statement=data["statement"],
            wishes=self.wishes(),
            case_id=case_id,
            supersedes=supersedes,
            source=DecisionSource(data["source"]),
            ground=Ground(data["ground"]),
            note=data["note"],
            evidence=self.rests_on(),
            legal_ground=data["legal_ground"],
            no_appeal=data["no_appeal"],
        )


def rules(
    kinds: Collection[SubjectKind], *, diverted: bool
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """By topic; those for which something of one of the kinds can be reported."""
    for topic in Topic:
        ours = (one for one in REASONS.values() if one.topic == topic and one.kinds & set(kinds))
        fitting = [one for one in ours if diverted or not one.diverted]
        if fitting:
            yield topic.label, [(one.code, one.label) for one in fitting]


def _fields_of(action: Action, was: Before) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        f"do_{action.name}": forms.BooleanField(required=False, label=action.title)
    }
    if action.timing != Timing.NEVER:
        fields[f"span_{action.name}"] = span_field(action, was.ends)
    if action.may_wait:
        fields[f"after_{action.name}"] = forms.TypedChoiceField(
            choices=[*_first("With the decision", "it begins", was.begins), *WAITS],
            required=False, coerce=int, empty_value=None,
            label=f"Beginning: {action.title}", widget=UnfoldAdminSelectWidget,
        )  # fmt: skip
    if action.values:
        fields[f"value_{action.name}"] = forms.ChoiceField(
            choices=[("", "Choose"), *((one, one.replace("_", " ")) for one in action.values)],
            required=False, label=f"Which: {action.title}", widget=UnfoldAdminSelectWidget,
        )  # fmt: skip
    return fields


def span_field(action: Action, was: datetime | None = None) -> forms.Field:
    """For how long, of one that may end by itself; in hours. `was`: when it ended before."""
    none = CHOOSE if action.timing == Timing.MUST else "Until it is undone"
    label = f"For how long: {action.title}"
    return forms.TypedChoiceField(
        choices=[*_first(none, "it ends", was), *SPANS], required=False, coerce=int,
        empty_value=None, label=label, widget=UnfoldAdminSelectWidget(attrs={"aria-label": label}),
    )  # fmt: skip


def span_of(hours: int | None) -> timedelta | None:
    """As an action takes it."""
    return timedelta(hours=hours) if hours else None


def _first(none: str, was: str, at: datetime | None) -> list[tuple[int | str, str]]:
    """What no choice means; where `at` was said before, that is a choice of its own."""
    if at is None:
        return [("", none)]
    own: list[tuple[int | str, str]] = [] if none == CHOOSE else [(0, none)]
    return [("", f"{CHOOSE} ({was} {when(at)})"), *own]
