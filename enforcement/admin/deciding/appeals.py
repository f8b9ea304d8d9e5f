"""Answering an appeal, on the page of its case: form, preview, service."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from unfold.widgets import UnfoldAdminTextareaWidget

from enforcement.admin.deciding.forms import DecisionForm
from enforcement.admin.deciding.shown import foreseen_shown
from enforcement.admin.deciding.standing import agreement_on
from enforcement.admin.deciding.views import one_seen
from enforcement.admin.deciding.whole import WholeView
from enforcement.limits import STATEMENT_CHARACTERS
from enforcement.models import Appeal, AppealOutcome, AppealState, Case, Party, Proposal
from enforcement.policies import see_case
from enforcement.services.appealing import Remedy, authorise, hold, remedied, resolve
from enforcement.services.foreseeing import foresee
from enforcement.states import CaseSource
from lib.errors import StaleState

OUTCOMES = (
    (AppealOutcome.UPHELD.value, "The decision stands"),
    (AppealOutcome.OVERTURNED.value, "It was wrong: what it did is undone, then this is done"),
)


class AppealForm(DecisionForm):
    """`statement` is the answer to whoever appealed."""

    finding = ground = source = legal_ground = no_appeal = None  # type: ignore[assignment]
    outcome = forms.ChoiceField(
        choices=OUTCOMES, label="What is found of the appeal", widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label="Why, for the person whose it is, where somebody else appealed",
        help_text="Whose it is never hears of an appeal by who reported it: say nothing of one.",
        required=False,
        max_length=STATEMENT_CHARACTERS,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].label = "Answer, for whoever appealed"
        self.fields["statement"].help_text = "They read exactly this."

    def clean(self) -> None:
        """What stands changes nothing."""
        forms.Form.clean(self)
        stands = self.cleaned_data.get("outcome") == AppealOutcome.UPHELD
        chosen = any(self.cleaned_data.get(f"do_{one.name}") for one in self.offered)
        if stands and chosen:
            raise forms.ValidationError("The decision stands: choose nothing that is done.")


class AnswerAppealView(WholeView):
    """For somebody who neither decided nor approved what is appealed (E26)."""

    form_class = AppealForm
    verb = "Answer"
    is_first = True
    appeal: Appeal
    case: Case

    def open(self) -> None:
        case: Case = one_seen(see_case, self.kwargs["case_id"], self.request)
        appeal = appeal_of(case)
        if appeal is None:
            raise Http404
        self.case, self.kind, self.key = case, case.subject_kind, case.subject_id
        self.appeal, self.old = appeal, appeal.decision

    def get_initial(self) -> dict[str, Any]:
        return {"policies": self.appeal.decision.policies}

    def step(self, form: Any, *, is_last: bool) -> HttpResponse | None:
        data = form.cleaned_data
        outcome = AppealOutcome(data["outcome"])
        self.rests_on = form.rests_on()
        wishes = self.expecting(form, form.wishes())
        remedy = Remedy(
            wishes, tuple(data["policies"]), data["reasons"], data["note"], self.rests_on
        )
        facts = [str(outcome), data["statement"], asdict(remedy)]
        self.agreed = agreement_on(facts, self.staff, self.version)
        if self.appeal.state != AppealState.PENDING:
            raise StaleState
        if is_last and self.is_agreed():
            return self._answer(outcome, data["statement"], remedy)
        authorise(self.appeal, self.staff)
        upheld = outcome == AppealOutcome.UPHELD
        self.foreseen = {"answer": data["statement"], "upheld": upheld}
        if not upheld:
            wanted = remedied(self.appeal, data["statement"], remedy)
            self.foreseen |= foreseen_shown(foresee(wanted=wanted, by=self.staff))
        return None

    def _answer(self, outcome: AppealOutcome, statement: str, remedy: Remedy) -> HttpResponse:
        with transaction.atomic():
            hold(self.appeal.decision)
            self.refuse_changed()
            made = resolve(
                appeal=self.appeal,
                by=self.staff,
                outcome=outcome,
                statement=statement,
                remedy=remedy,
            )
        page = self.back()
        if isinstance(made, Proposal):
            said = "Proposed. The appeal is answered when another member of staff approves."
            page = reverse("admin:enforcement_proposal_change", args=[made.pk])
        elif made is not None:
            said = f"Answered: {made.public_id} took the place."
            page = reverse("admin:enforcement_decision_change", args=[made.pk])
        else:
            said = "Answered: the decision stands."
        messages.success(self.request, said)
        return redirect(page)

    def what_changed(self) -> str:
        if Appeal.objects.get(pk=self.appeal.pk).state != AppealState.PENDING:
            return "This appeal was answered meanwhile."
        return super().what_changed()

    def shown(self) -> dict[str, Any]:
        others = self.appeal.party == Party.REPORTER
        return {**super().shown(), "appeal": self.appeal, "by_reporter": others}

    def title_of(self) -> str:
        return f"Answer {self.appeal.public_id}"

    def back(self) -> str:
        return reverse("admin:enforcement_case_change", args=[self.case.pk])


def appeal_of(case: Case) -> Appeal | None:
    """The one that is answered with all others in its case; once answered the first of them."""
    if case.source != CaseSource.APPEAL:
        return None
    rows = list(case.appeals.select_related("decision", "case").order_by("opened_at", "pk"))
    waiting = [one for one in rows if one.state == AppealState.PENDING]
    return next(iter(waiting or rows), None)
