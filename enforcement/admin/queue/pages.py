"""The board and the steps around a case, under the address of cases."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin
from enforcement.admin.queue.board import BoardView
from enforcement.admin.queue.exports import SkipsView
from enforcement.admin.queue.steps import ClaimView, HereView, NextView, ReleaseView, SkipView
from enforcement.admin.role_matrix import RolesView
from enforcement.models import Case, SkipReason
from enforcement.policies import see_case
from enforcement.pseudonyms import pseudonym_of
from enforcement.services.claiming import holder_of
from enforcement.services.presence import look, looking_at
from enforcement.states import UNDECIDED

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
            own("roles/", RolesView, "roles"),
            own("skipped.csv", SkipsView, "skipped"),
            *(own(f"<path:case_id>/{name}/", view, name) for name, view in STEPS),
            *super().get_urls(),
        ]

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
    if see_case.allows(by, case):
        look(case, by)
    holder = holder_of(case)
    return {
        "claimed_case": case,
        "undecided": case.state in UNDECIDED,
        "mine": holder == by.pk,
        "held_by": pseudonym_of(holder) if holder else "",
        "others": [pseudonym_of(key) for key in looking_at(case) if key != by.pk],
        "skip_reasons": SkipReason.choices,
    }
