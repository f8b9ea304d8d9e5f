"""Decisions that wait for a second member of staff (E19)."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.admin.sections.shown import when
from accounts.api.access import viewer_of
from accounts.models import User
from enforcement.admin import naming
from enforcement.admin.deciding.decisions import DecisionAdmin
from enforcement.admin.deciding.shown import foreseen_shown, wanted_shown
from enforcement.admin.deciding.views import one_seen
from enforcement.admin.lists import PeopleListAdmin
from enforcement.admin.once import once_a_row
from enforcement.limits import PROPOSAL_WAITS
from enforcement.models import Proposal, ProposalState
from enforcement.policies import see_proposed
from enforcement.services.foreseeing import foresee
from enforcement.services.proposing import SEEN, approve, drop
from enforcement.services.snapshots import state_of
from enforcement.wanted import from_json
from lib.admin import DetailedAdmin
from lib.admin_forms import ServiceFormView
from lib.errors import DomainError, StaleState

NOTHING = "nothing"  # of a page that was sent without what it showed


class AnswerForm(forms.Form):
    """Whether it shall be done."""

    answer = forms.ChoiceField(
        choices=[("", "Choose"), ("approve", "Approve: do it now"), ("drop", "Decline it")],
        label="Your answer",
        widget=UnfoldAdminSelectWidget,
    )
    seen = forms.CharField(required=False, max_length=64, label="", widget=forms.HiddenInput)


class AnswerView(ServiceFormView[AnswerForm]):
    """The second person's page: all that was proposed, and what it would do and say now."""

    form_class = AnswerForm
    template_name = "enforcement/admin/proposal_answer.html"
    title = "Second approval"
    status = HTTPStatus.OK

    def open(self) -> None:
        self.row: Proposal = one_seen(see_proposed, self.kwargs["proposal_id"], self.request)
        self.seen = state_of(self.row.subject_kind, self.row.subject_id)

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.seen}

    def form_invalid(self, form: AnswerForm) -> HttpResponse:
        """The page is made anew, from what stands now."""
        form.data = {**form.data.dict(), "seen": self.seen}  # type: ignore[attr-defined]
        return self.render_to_response(self.get_context_data(form=form), status=self.status)

    def shown(self) -> dict[str, Any]:
        return {
            "proposal": self.row,
            "is_own": self.row.asked_by == self.request.user.pk,
            "is_other": (self.row.wanted or {}).get(SEEN, self.seen) != self.seen,
            **preview_of(self.row, viewer_of(self.request)),
        }

    def act(self, data: dict[str, Any]) -> str:
        by = viewer_of(self.request)
        if data["answer"] == "approve":
            try:
                made = approve(proposal=self.row, by=by, seen=data["seen"] or NOTHING)
            except StaleState:
                self.status = HTTPStatus.CONFLICT
                raise
            return f"Approved and done: {made.public_id}."
        drop(proposal=self.row, by=by)
        return "Declined: nothing is done."

    def onward(self) -> str:
        return reverse("admin:enforcement_proposal_changelist")


def preview_of(row: Proposal, approver: User) -> dict[str, Any]:
    """What waits, with what it would do and say now; `refusal`: why it cannot be done any more."""
    if row.state != ProposalState.WAITING or row.wanted is None:
        return {}
    wanted = from_json(row.wanted)
    context: dict[str, Any] = {"wanted": wanted_shown(wanted, approver)}
    try:
        asker = User.objects.get(pk=row.asked_by)
        foreseen = foresee(wanted=wanted, by=asker, approver=approver.pk)
        context["foreseen"] = foreseen_shown(foreseen)
    except DomainError as error:
        context["refusal"] = error.detail
    return context


@admin.register(Proposal)
class ProposalAdmin(DetailedAdmin, PeopleListAdmin):
    """What waits for a second person, before what was settled."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("short_id", "about", "state", "asker", "asked_at", "until", "settler"),
    )
    list_filter = ("state", "subject_kind")
    ordering = ("-state", "asked_at")
    show_full_result_count = False
    change_form_template = "enforcement/admin/proposal.html"
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "thing", "whose", "of_case", "state", "asker", "asked_at", "until"),
        *("settler", "settled_at", "made"),
    )
    readonly_fields = fields

    @admin.display(description="id", ordering="id")
    def short_id(self, row: Proposal) -> str:
        """Its end."""
        return naming.short(row.public_id)

    @admin.display(description="about", ordering="subject_kind")
    def about(self, row: Proposal) -> str:
        """What kind of thing, and whose."""
        return naming.about(row)

    @admin.display(description="about")
    def thing(self, row: Proposal) -> str:
        """Its public id, which leads to its page."""
        return naming.thing(row)

    whose, of_case = DecisionAdmin.whose, DecisionAdmin.of_case

    @admin.display(description="asked by")
    @once_a_row
    def asker(self, row: Proposal) -> str:
        """Their handle."""
        return naming.called(row, row.asked_by)

    @admin.display(description="waits until")
    def until(self, row: Proposal) -> str:
        """After it nobody approves it any more."""
        return when(row.asked_at + PROPOSAL_WAITS)

    @admin.display(description="settled by")
    @once_a_row
    def settler(self, row: Proposal) -> str:
        """Their handle; of one that waited too long nobody's."""
        return naming.called(row, row.settled_by) if row.settled_by else "-"

    def people_in(self, row: Proposal) -> Iterable[UUID | None]:
        """Whose it is, who asked and who answered."""
        return row.owner_id, row.asked_by, row.settled_by

    @admin.display(description="decision")
    def made(self, row: Proposal) -> str:
        """What came of it."""
        if row.decision is None:
            return "-"
        page = reverse("admin:enforcement_decision_change", args=[row.decision.pk])
        return naming.linked(row.decision.public_id, page)

    def get_urls(self) -> list[URLPattern]:
        answer = self.admin_site.admin_view(AnswerView.as_view(model_admin=self))
        own = [path("<path:proposal_id>/answer/", answer, name="enforcement_proposal_answer")]
        return [*own, *super().get_urls()]

    def details(self, request: HttpRequest, row: Proposal) -> dict[str, Any]:
        """What was proposed, without doing anything to see what it would come to."""
        waits = row.state == ProposalState.WAITING and row.wanted is not None
        return {
            "waits": waits,
            "wanted": wanted_shown(from_json(row.wanted), viewer_of(request)) if waits else None,
            "is_own": row.asked_by == request.user.pk,
        }

    has_view_permission = DecisionAdmin.has_view_permission
    has_module_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        """Fetching is authorising."""
        return see_proposed.queryset(viewer_of(request)).select_related("case", "decision")
