"""Jobs for staff: everything but the prompt, which only a case may open."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.api.access import viewer_of
from audit.acting_admin import ActingAdmin, why
from audit.recorded_admin import RecordedAdmin
from generation.models import Attempt, Draft, Job
from generation.services.cancel import cancel
from generation.services.requeue import requeue


@admin.register(Job)
class JobAdmin(ActingAdmin):
    """Who asked for what when, and where it is."""

    list_display = ("public_id", "owner", "state", "progress", "engine", "size", "created_at")
    list_filter = ("state", "engine", "error_code")
    ordering = ("-created_at", "-id")
    list_select_related = ("owner",)
    exclude = ("prompt", "rendered_text", "beats")
    actions: ClassVar[list[str]] = ["cancel_jobs", "requeue_jobs"]
    show_full_result_count = False

    @admin.action(description="Cancel", permissions=["cancel"])
    def cancel_jobs(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Through the service, so that it is audited and told."""
        by, reason = viewer_of(request), why(request)
        self.act_on_each(request, queryset, lambda job: cancel(job=job, by=by, why=reason))

    @admin.action(description="Send again", permissions=["requeue"])
    def requeue_jobs(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Waiting jobs whose message seems lost."""
        by, reason = viewer_of(request), why(request)
        self.act_on_each(request, queryset, lambda job: requeue(job=job, by=by, why=reason))

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm("generation.cancel_job")

    def has_requeue_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm("generation.requeue_job")


@admin.register(Attempt)
class AttemptAdmin(RecordedAdmin):
    """Which worker tried what, and how it ended."""

    list_display = ("job_id", "number", "stage", "worker", "started_at", "outcome", "error_code")
    list_filter = ("stage", "outcome")
    ordering = ("-started_at",)
    show_full_result_count = False


@admin.register(Draft)
class DraftAdmin(RecordedAdmin):
    """Which drafts there are; never the files."""

    list_display = ("public_id", "owner", "created_at", "deleted_at")
    list_select_related = ("owner",)
    ordering = ("-created_at", "-id")
    show_full_result_count = False
    change_form_template = "generation/admin/draft.html"
