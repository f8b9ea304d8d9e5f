"""Cases for staff: what waits and why; neither the words of reports nor what was frozen."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from accounts.admin.sections.shown import when
from accounts.api.access import viewer_of
from accounts.handles.reserved import as_listed
from accounts.models import Right, User
from accounts.services.age_findings import AgeFinding
from audit.acting_admin import why
from audit.looks import record_look
from audit.reasons import stated_reason
from enforcement.admin import naming
from enforcement.admin.case_page import media, views
from enforcement.admin.case_page.asking import AskView
from enforcement.admin.case_page.sections import sections_of
from enforcement.admin.cuts import PriorityFilter
from enforcement.admin.deciding.appeals import AnswerAppealView, appeal_of
from enforcement.admin.deciding.whole import DecideView
from enforcement.admin.hidden import says_of_case, until
from enforcement.admin.lists import LongListAdmin
from enforcement.admin.once import HeldRowAdmin, once_a_row
from enforcement.admin.queue.filters import ClockFilter, HiddenFilter, StateFilter, WorkFilter
from enforcement.admin.queue.pages import QueueAdmin
from enforcement.admin.wording import in_words
from enforcement.claim_kinds import ClaimKind
from enforcement.models import Assignment, Case, Report
from enforcement.models.findings import FoundBy
from enforcement.policies import handles_cases, handles_ordinary, see_case
from enforcement.pseudonyms import pseudonym_of
from enforcement.reasons import REASONS
from enforcement.services.ages import find_age
from enforcement.services.case_findings import found_in
from enforcement.services.subjects import mute_subject
from enforcement.states import UNDECIDED
from enforcement.triage.hiding import live as live_hidings
from enforcement.triage.priority import explained
from lib.actors import Actor
from lib.admin import DetailedAdmin, is_staff
from lib.ids import IdKind, encode


@admin.register(Case)
class CaseAdmin(HeldRowAdmin, DetailedAdmin, LongListAdmin, QueueAdmin):
    """What was reported or found, each thing once."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "about", "queue", "stands", "due", "priority"),
        *("reports", "marks"),
    )
    list_filter: ClassVar[tuple[Any, ...]] = (
        *(PriorityFilter, ClockFilter, WorkFilter, HiddenFilter),
        *("queue", StateFilter, "source", "subject_kind"),
        *("force_review", "outcome"),
    )
    ordering = ("-priority", "sla_due_at", "id")
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "thing", "whose", "reasons", "impersonated"),
        *("source", "queue", "apart", "state", "outcome", "severity", "priority"),
        *("made_of", "forced", "found", "report_count", "reporter_count", "before"),
        *("opened_at", "last_reported_at", "due_at", "decided_at", "closed_at"),
    )
    readonly_fields = fields
    actions: ClassVar[list[str]] = [
        "mute_subjects",
        "found_under_13",
        "found_13_to_17",
        "decide_together",
    ]
    change_form_template = "enforcement/admin/case.html"

    @admin.display(description="about")
    def thing(self, case: Case) -> str:
        """Its public id, which leads to its page."""
        return naming.thing(case)

    @admin.display(description="whose it is")
    @once_a_row
    def whose(self, case: Case) -> str:
        """Its owner."""
        return naming.person(case.owner_id)

    @admin.display(description="case before")
    @once_a_row
    def before(self, case: Case) -> str:
        """About the same thing."""
        return naming.case_before(case)

    @admin.display(description="for what")
    @once_a_row
    def reasons(self, case: Case) -> str:
        """Of the reports that count, the gravest first, and of how many each."""
        said = Report.objects.filter(case=case, counts=True).values_list("reason", flat=True)
        many = Counter(REASONS[one] for one in said)
        named = sorted(many, key=lambda one: (-one.severity, one.code))
        return ", ".join(f"{one.label} ({many[one]})" for one in named) or "-"

    @admin.display(description="made of", ordering="priority")
    @once_a_row
    def made_of(self, case: Case) -> str:
        """What its priority is computed from."""
        return explained(case)

    @admin.display(description="kept apart")
    def apart(self, case: Case) -> str:
        """In words."""
        return "as child safety" if case.diverted else "no"

    @admin.display(description="must be looked at")
    def forced(self, case: Case) -> str:
        """In words."""
        return "yes, whatever its priority" if case.force_review else "no"

    @admin.display(description="automation found")
    @once_a_row
    def found(self, case: Case) -> str:
        """The gravest first."""
        rows = found_in(case).filter(source=FoundBy.AUTOMATION).order_by("-score")
        said = (
            f"{in_words(one.kind)} {in_words(one.category) or one.about}: {one.score:.2f}"
            for one in rows
        )
        return ", ".join(said) or "-"

    @admin.display(description="due", ordering="sla_due_at")
    def due(self, case: Case) -> str:
        """How long somebody has to decide; of what is decided, nothing."""
        return naming.left(case.sla_due_at) if case.state in UNDECIDED else "-"

    @admin.display(description="due")
    def due_at(self, case: Case) -> str:
        """The same, with the time."""
        at = when(case.sla_due_at)
        return f"{at}, {naming.left(case.sla_due_at)}" if case.state in UNDECIDED else at

    @admin.display(description="about", ordering="subject_kind")
    def about(self, case: Case) -> str:
        """A kind of thing; its id, which is wide, under the pointer."""
        return naming.hinted(case.get_subject_kind_display(), case.subject)

    @admin.display(description="state", ordering="state")
    def stands(self, case: Case) -> str:
        """And what was found, once it is decided."""
        found = case.get_outcome_display()
        state = str(case.get_state_display())
        return f"{state}: {found[0].lower()}{found[1:]}" if found else state

    @admin.display(description="reports", ordering="report_count")
    def reports(self, case: Case) -> str:
        """How many, and by how many."""
        return f"{case.report_count} by {case.reporter_count}" if case.report_count else "-"

    @admin.display(description="besides")
    def marks(self, case: Any) -> str:
        """What makes it another case than most."""
        said = [f"{pseudonym_of(one.holder)} works on it" for one in case.live]
        said += [f"hidden until {until(one)}" for one in case.hides]
        said += ["must be looked at"] if case.force_review else []
        said += [format_html("passes for {}", _all(case, _hinted))] if case.complaints else []
        return _joined("; ", said)

    @admin.display(description="passes for")
    def impersonated(self, case: Any) -> str:
        """With the id that the form of the impersonation page takes. Of whom says so nothing: a
        member stands here alike whether they complain or somebody else does."""
        return _all(case, _whole)

    @admin.action(description="Only count new reports for 24 hours", permissions=["mute_subject"])
    def mute_subjects(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        """Of what was decided about."""
        by = viewer_of(request)
        self.act_on_each(request, queryset, lambda case: mute_subject(case=case, by=by))

    @admin.action(
        description="Found: under 13 (freezes the account at once)", permissions=["find_age"]
    )
    def found_under_13(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        """Of whoever stands behind an age case."""
        self._find(request, queryset, AgeFinding.REPORTED_CHILD)

    @admin.action(description="Found: 13 to 17", permissions=["find_age"])
    def found_13_to_17(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        """The same; of a protected account once a second of staff approved it."""
        self._find(request, queryset, AgeFinding.REPORTED_TEEN)

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(DecideView.as_view(model_admin=self))
        appeal = self.admin_site.admin_view(AnswerAppealView.as_view(model_admin=self))
        ask = self.admin_site.admin_view(AskView.as_view(model_admin=self))
        reveal, show = map(self.admin_site.admin_view, (views.reveal, views.show))
        own = [
            path("<path:case_id>/decide/", decide, name="enforcement_case_decide"),
            path("<path:case_id>/appeal/", appeal, name="enforcement_case_appeal"),
            path("<str:case_id>/appeal/<str:appeal_id>/ask/", ask, name="enforcement_case_ask"),
            path("<path:case_id>/reveal/", reveal, name="enforcement_case_reveal"),
            path("<str:case_id>/media/<str:token>/", show, name="enforcement_case_media"),
        ]
        return [*own, *super().get_urls()]

    def details(self, request: HttpRequest, row: Case) -> dict[str, Any]:
        """What its page shows besides."""
        return {
            "case_actions": case_actions(row),
            "pictures": media.shown(request, row),
            "hidden": says_of_case(row, viewer_of(request)),
            "sections": sections_of(row, viewer_of(request)),
        }

    def _record(self, request: HttpRequest, key: str | None) -> None:
        """Pictures of a page that was opened are looks of their own kind: who loads them has
        opened no further case."""
        match, reason = request.resolver_match, stated_reason(request)
        if match is None or reason is None or match.url_name != "enforcement_case_media":
            super()._record(request, key)
            return
        actor = Actor.person(viewer_of(request).pk)
        record_look(views.SHOWN, actor=actor, target=str(key), model=self.opts.label, reason=reason)

    def _find(self, request: HttpRequest, rows: QuerySet[Case], finding: AgeFinding) -> None:
        by, reason = viewer_of(request), why(request) or ""

        def find(case: Case) -> None:
            if not find_age(case=case, by=by, finding=finding, why=reason):
                told = f"{case.public_id}: held until a second member of staff approves."
                self.message_user(request, told, messages.WARNING)
            elif Case.objects.filter(pk=case.pk, state__in=sorted(UNDECIDED)).exists():
                told = f"{case.public_id}: found; it waits, for something else was said there, too."
                self.message_user(request, told, messages.WARNING)

        self.act_on_each(request, rows, find)

    def has_find_age_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the actions of that name."""
        return request.user.has_perm(Right.FIND_AGE)

    def has_mute_subject_permission(self, request: HttpRequest) -> bool:
        """Offered to whoever handles ordinary cases of some kind: of child safety none is muted."""
        return self.has_view_permission(request) and handles_ordinary(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever handles cases of some kind."""
        return is_staff(request) and handles_cases(request.user)

    has_module_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """Fetching is authorising."""
        complaints = Report.objects.filter(counts=True).exclude(claim="")
        handle = User.objects.filter(pk=OuterRef("of_id")).values("handle")[:1]
        said = complaints.only("case_id", "claim", "of_id", "of_word").annotate(
            of_handle=Subquery(handle)
        )
        cases = see_case.queryset(viewer_of(request))
        live = Assignment.objects.filter(ended_at=None, leased_until__gt=timezone.now())
        return cases.prefetch_related(
            Prefetch("reports", said, to_attr="complaints"),
            Prefetch("assignments", live, to_attr="live"),
            Prefetch("hidings", live_hidings(), to_attr="hides"),
        )


def case_actions(case: Case) -> list[tuple[str, str]]:
    """What can be done about it: labels and addresses."""
    appeal = appeal_of(case)
    if appeal is not None:
        page = reverse("admin:enforcement_case_appeal", args=[case.public_id])
        return [("Answer the appeal", page)] if case.state in UNDECIDED else []
    first = case.decisions.filter(supersedes=None).first()
    if first is None:
        return [("Decide", reverse("admin:enforcement_case_decide", args=[case.public_id]))]
    stands = case.decisions.filter(superseded_by=None).first() or first
    page = reverse("admin:enforcement_decision_change", args=[stands.pk])
    return [(f"Decision {stands.public_id}", page)]


def _all(case: Any, said: Callable[[Any], str]) -> str:
    """Whom it passes for, each once."""
    return _joined(", ", sorted({said(one) for one in case.complaints}))


def _joined(by: str, said: Iterable[str]) -> str:
    return format_html_join(by, "{}", ((one,) for one in said)) or "-"


def _whole(complaint: Any) -> str:
    if complaint.of_id is None:
        return _whom(complaint)
    handle = f" ({complaint.of_handle})" if complaint.of_handle else ""
    return f"{encode(IdKind.USER, complaint.of_id)}{handle}"


def _hinted(complaint: Any) -> str:
    """The id, which is wide, under the pointer."""
    if complaint.of_id is None:
        return _whom(complaint)
    public_id = encode(IdKind.USER, complaint.of_id)
    return naming.hinted(complaint.of_handle or public_id, public_id)


def _whom(complaint: Report) -> str:
    if complaint.claim == ClaimKind.ME:
        return "somebody without an account"
    return as_listed(complaint.of_word) or ClaimKind(complaint.claim).label
