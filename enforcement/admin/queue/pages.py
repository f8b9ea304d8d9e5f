"""The board and the steps around a case, under the address of cases."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from accounts.api.access import viewer_of
from accounts.models import User
from audit.acting_admin import ActingAdmin
from enforcement.admin.bulk.planning import PlanView
from enforcement.admin.case_page.claim import told
from enforcement.admin.deciding.waiting import waiting_in
from enforcement.admin.queue.board import BoardView
from enforcement.admin.queue.exports import SkipsView
from enforcement.admin.queue.steps import ClaimView, HereView, NextView, ReleaseView, SkipView
from enforcement.admin.role_matrix import RolesView
from enforcement.boarding import undecided_for
from enforcement.models import Case, SkipReason
from enforcement.policies import DECIDE_IN_BULK
from enforcement.pseudonyms import pseudonym_of
from enforcement.services.claiming import holder_of
from enforcement.states import UNDECIDED
from lib.ids import IdKind, encode

AT_LEAST_TWO = 2
STEPS = (
    ("claim", ClaimView),
    ("release", ReleaseView),
    ("skip", SkipView),
    ("here", HereView),
)


class QueueAdmin(ActingAdmin):
    """What `CaseAdmin` has of the queue."""

    change_list_template = "enforcement/admin/cases.html"

    def get_urls(self) -> list[URLPattern]:
        def own(address: str, view: Any, name: str) -> URLPattern:
            shown = self.admin_site.admin_view(view.as_view(model_admin=self))
            pattern: URLPattern = path(address, shown, name=f"enforcement_case_{name}")
            return pattern

        return [
            own("board/", BoardView, "board"),
            own("next/", NextView, "next"),
            own("together/", PlanView, "together"),
            own("roles/", RolesView, "roles"),
            own("skipped.csv", SkipsView, "skipped"),
            *(own(f"<path:case_id>/{name}/", view, name) for name, view in STEPS),
            *super().get_urls(),
        ]

    @admin.action(description="Decide the chosen ones together …", permissions=["decide_in_bulk"])
    def decide_together(self, request: HttpRequest, queryset: QuerySet[Case]) -> HttpResponse:
        """Leads to the form of a dry run."""
        chosen = [("case", one.public_id) for one in queryset]
        return redirect(f"{reverse('admin:enforcement_case_together')}?{urlencode(chosen)}")

    def has_decide_in_bulk_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm(DECIDE_IN_BULK)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """With who works on it, who looks at it, and the buttons for both."""
        row = self.get_object(request, object_id)
        own = claim_box(row, request) if isinstance(row, Case) else {}
        context = {**(extra_context or {}), **own}
        response: HttpResponse = super().change_view(request, object_id, form_url, context)
        return response


def claim_box(case: Case, request: HttpRequest) -> dict[str, Any]:
    """What the box on the page of a case shows (claim_box.html); being there is seen by others."""
    by = viewer_of(request)
    holder = holder_of(case)
    return {
        **told(case, by),
        "undecided": case.state in UNDECIDED,
        "held_by": pseudonym_of(holder) if holder else "",
        "skip_reasons": SkipReason.choices,
        "proposals": waiting_in(case, by),
        "together": _together(case, by),
    }


def _together(case: Case, by: User) -> str:
    """Where all that waits about the same person is decided at once; nothing for one case alone."""
    if not by.has_perm(DECIDE_IN_BULK):
        return ""
    theirs = undecided_for(by).filter(owner_id=case.owner_id)
    if theirs[:AT_LEAST_TWO].count() < AT_LEAST_TWO:
        return ""
    person = urlencode({"person": encode(IdKind.USER, case.owner_id)})
    return f"{reverse('admin:enforcement_case_together')}?{person}"
