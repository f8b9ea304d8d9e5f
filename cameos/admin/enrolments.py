"""Held enrolments for staff. No frame of a recording is shown, and no template ever."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin, why
from cameos.enrolment.states import EnrolmentState, Verdict
from cameos.models import Enrolment
from cameos.services.holds import DECIDE, approvals_of, approve, holds_of, reasons_of, refuse


@admin.register(Enrolment)
class EnrolmentAdmin(ActingAdmin):
    """Which wait for a person, first; approving takes two of them, refusing one."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("public_id", "owner", "state", "verdict", "held_for", "approvals"),
        *("holds_of_owner", "submitted_at", "ended_at"),
    )
    list_filter = ("verdict", "state")
    ordering = ("-submitted_at", "-id")
    list_select_related = ("owner",)
    show_full_result_count = False
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "owner", "cameo", "state", "verdict", "held_for", "approvals"),
        *("problems", "created_at", "submitted_at", "shown_at", "ended_at", "attempts"),
    )
    readonly_fields = fields
    actions: ClassVar[list[str]] = [
        *("approve_held", "refuse_held", "refuse_as_the_other", "refuse_as_minor"),
        "refuse_as_child",
    ]

    @admin.display(description="held for")
    def held_for(self, row: Enrolment) -> str:
        """Why the machine could not say."""
        return ", ".join(reasons_of(row)) if row.verdict == Verdict.HOLD else ""

    @admin.display(description="approvals")
    def approvals(self, row: Enrolment) -> int:
        """How many of the two have approved."""
        return approvals_of(row)

    @admin.display(description="holds of this person")
    def holds_of_owner(self, row: Enrolment) -> int:
        """In all; repeated, it is somebody who tries faces."""
        return holds_of(row.owner_id)

    @admin.action(description="Approve (two people)", permissions=["decide"])
    def approve_held(self, request: HttpRequest, rows: QuerySet[Enrolment]) -> None:
        by, reason = viewer_of(request), why(request) or ""
        self.act_on_each(request, rows, lambda row: approve(enrolment=row, by=by, why=reason))

    @admin.action(description="Refuse: not confirmed", permissions=["decide"])
    def refuse_held(self, request: HttpRequest, rows: QuerySet[Enrolment]) -> None:
        by, reason = viewer_of(request), why(request) or ""
        self.act_on_each(request, rows, lambda row: refuse(enrolment=row, by=by, why=reason))

    @admin.action(description="Refuse: the face of the other cameo", permissions=["decide"])
    def refuse_as_the_other(self, request: HttpRequest, rows: QuerySet[Enrolment]) -> None:
        by, reason = viewer_of(request), why(request) or ""
        self.act_on_each(
            request,
            rows,
            lambda row: refuse(enrolment=row, by=by, is_the_other=True, why=reason),
        )

    @admin.action(description="Refuse: somebody under 18", permissions=["decide"])
    def refuse_as_minor(self, request: HttpRequest, rows: QuerySet[Enrolment]) -> None:
        by, reason = viewer_of(request), why(request) or ""
        self.act_on_each(
            request, rows, lambda row: refuse(enrolment=row, by=by, is_minor=True, why=reason)
        )

    @admin.action(
        description="Refuse: somebody under 13 (freezes the account at once)",
        permissions=["decide"],
    )
    def refuse_as_child(self, request: HttpRequest, rows: QuerySet[Enrolment]) -> None:
        by, reason = viewer_of(request), why(request) or ""
        self.act_on_each(
            request, rows, lambda row: refuse(enrolment=row, by=by, is_child=True, why=reason)
        )

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the actions of that name."""
        return request.user.has_perm(DECIDE)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enrolment]:
        """Those that were never sent in tell staff nothing."""
        rows: QuerySet[Enrolment] = super().get_queryset(request)
        return rows.exclude(state=EnrolmentState.AWAITING_RECORDING)
