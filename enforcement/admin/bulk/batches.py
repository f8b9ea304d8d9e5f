"""Batches: what was planned, how many, who confirmed it, and what became of each case."""

from collections import Counter
from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views import View

from accounts.admin.sections.shown import Link, Shown, Table, when
from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin
from enforcement.admin.deciding.shown import wish_line
from enforcement.models import Batch, BatchItem, BatchState
from enforcement.own_batches import may_undo
from enforcement.policies import DECIDE_IN_BULK, see_case
from enforcement.pseudonyms import pseudonym_of
from enforcement.reasons import REASONS
from enforcement.services import bulk
from lib.admin import DetailedAdmin, is_staff
from lib.errors import DomainError, ErrorCode
from lib.selecting import with_public_id

# Why a case is left out, or not undone; what is not here reads as its code does, in words.
WHY: dict[str, str] = {
    ErrorCode.STALE_STATE: "it changed, or was decided, meanwhile",
    ErrorCode.CASE_HELD: "somebody works on it",
    ErrorCode.PERMISSION_DENIED: "it is decided by itself, or by others",
    ErrorCode.SECOND_APPROVAL_REQUIRED: "it takes two people, or somebody else",
    ErrorCode.INVALID: "what is chosen does not fit it",
    ErrorCode.NOT_FOUND: "nothing is left of it",
}


@admin.register(Batch)
class BatchAdmin(DetailedAdmin, ActingAdmin):
    """For whoever decides in bulk; cases that they may not see stand in numbers alone."""

    list_display = ("public_id", "state", "planned_by", "asked_at")
    list_filter = ("state",)
    ordering = ("-asked_at", "-id")
    fields: ClassVar[tuple[str, ...]] = ("public_id", "state", "planned_by", "asked_at")
    readonly_fields = fields
    show_full_result_count = False
    change_form_template = "enforcement/admin/batch.html"

    @admin.display(description="planned by")
    def planned_by(self, batch: Batch) -> str:
        """A pseudonym."""
        return pseudonym_of(batch.asked_by)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its own right."""
        return is_staff(request) and request.user.has_perm(DECIDE_IN_BULK)

    has_module_permission = has_view_permission

    def get_urls(self) -> list[URLPattern]:
        step = self.admin_site.admin_view(StepView.as_view(model_admin=self))
        own = path("<path:batch_id>/<str:step>/do/", step, name="enforcement_batch_step")
        return [own, *super().get_urls()]

    def details(self, request: HttpRequest, row: Batch) -> dict[str, Any]:
        """What it is, what became of it, and what can be done."""
        mine = row.asked_by == request.user.pk
        can_undo = row.state == BatchState.DONE and bulk.to_undo(row).exists()
        allowed = may_undo(row, viewer_of(request))
        states = {
            "confirm": row.state == BatchState.PLANNED and mine,
            "approve": row.state == BatchState.WAITING and not mine,
            "drop": row.state in (BatchState.PLANNED, BatchState.WAITING),
            "undo": can_undo and allowed,
            "undo_by_others": can_undo and not allowed,
        }
        return {
            "batch": row,
            "shown": Shown(facts=_facts(row), tables=(_cases(row, request),)),
            "steps": {name for name, offered in states.items() if offered},
            "phrase": bulk.phrase(row),
            "takes_two": bulk.takes_two(row),
        }


class StepView(View):
    """One step of a batch, and back to its page."""

    model_admin: Any = None

    def get(self, request: HttpRequest, batch_id: str, step: str) -> HttpResponse:
        """Sent here by the form that asks why: they press the button again."""
        return redirect(_page(self._batch(request, batch_id)))

    def post(self, request: HttpRequest, batch_id: str, step: str) -> HttpResponse:
        batch, by, said = self._batch(request, batch_id), viewer_of(request), request.POST
        typed = said.get("typed", "")
        try:
            if step == "confirm":
                bulk.confirm(batch=batch, by=by, typed=typed)
            elif step == "approve":
                bulk.approve(batch=batch, by=by)
            elif step == "drop":
                bulk.drop(batch=batch, by=by)
            elif step == "undo":
                why = said.get("statement", "")
                bulk.undo(batch=batch, by=by, statement=why, typed=typed)
            else:
                raise Http404
        except DomainError as refused:
            self.model_admin.message_user(request, refused.detail, "error")
        return redirect(_page(batch))

    def _batch(self, request: HttpRequest, batch_id: str) -> Batch:
        if not self.model_admin.has_view_permission(request):
            raise PermissionDenied
        found = with_public_id(Batch.objects.all(), batch_id)
        if found is None:
            raise Http404
        return found


def _page(batch: Batch) -> str:
    return reverse("admin:enforcement_batch_change", args=[batch.pk])


def _facts(batch: Batch) -> tuple[tuple[str, object], ...]:
    items = batch.items.all()
    many = Counter(map(_became, items))
    facts: list[tuple[str, object]] = [
        ("State", batch.get_state_display()),
        ("Planned by", pseudonym_of(batch.asked_by)),
        ("Planned", when(batch.asked_at)),
        ("Cases", len(items)),
        *((f"{name[0].upper()}{name[1:]}", number) for name, number in sorted(many.items())),
    ]
    if batch.approved_by:
        facts.append(("Approved by", pseudonym_of(batch.approved_by)))
    if batch.undone_by:
        facts.append(("Undone by", pseudonym_of(batch.undone_by)))
    if batch.words and "policies" in batch.words:
        alike = bulk.alike_of(batch)
        done = [wish_line(one) for one in alike.wishes]
        facts += [
            ("Rules", ", ".join(REASONS[one].label for one in alike.policies)),
            ("What is done", "; ".join(done) or "nothing: it breaks no rule"),
            ("Why, for the people", alike.statement),
            ("For staff", alike.note or "-"),
        ]
    return tuple(facts)


def _cases(batch: Batch, request: HttpRequest) -> Table:
    seen = see_case.queryset(viewer_of(request)).values("pk")
    rows = batch.items.filter(case__in=seen).select_related("case", "decision").order_by("pk")
    return Table(
        "Cases",
        ("case", "about", "what became of it", "decision"),
        tuple(
            (
                Link(
                    row.case.public_id,
                    reverse("admin:enforcement_case_change", args=[row.case.pk]),
                ),
                row.case.subject,
                _became(row),
                row.decision.public_id if row.decision else "-",
            )
            for row in rows
        ),
        more=_unseen(batch.items.count() - len(rows)),
    )


def _unseen(number: int) -> str:
    return f"{number} more are not yours to see." if number else ""


def _became(item: BatchItem) -> str:
    if item.refused:
        return f"left out: {_words(item.refused)}"
    if item.undone_by_id:
        return "undone"
    if item.undo_refused:
        return f"not undone: {_words(item.undo_refused)}"
    return "decided" if item.decision_id else "to decide"


def _words(code: str) -> str:
    return WHY.get(code, code.replace("_", " "))
