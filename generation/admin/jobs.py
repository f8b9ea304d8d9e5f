"""Jobs for staff: everything but the prompt, which only a case may open."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from audit.reasons import stated_reason
from audit.recorded_admin import RecordedAdmin
from generation.api.viewer import viewer
from generation.models import Attempt, Draft, Job
from generation.services.cancel import cancel
from generation.services.requeue import requeue
from lib.errors import DomainError


@admin.register(Job)
class JobAdmin(RecordedAdmin):
    """Who asked for what when, and where it is."""

    list_display = ("public_id", "owner", "state", "progress", "engine", "size", "created_at")
    list_filter = ("state", "engine", "error_code")
    ordering = ("-created_at", "-id")
    list_select_related = ("owner",)
    exclude = ("prompt",)
    actions: ClassVar[list[str]] = ["cancel_jobs", "requeue_jobs"]
    show_full_result_count = False

    @admin.action(description="Cancel", permissions=["cancel"])
    def cancel_jobs(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Through the service, so that it is audited and told."""
        by, why = viewer(request), _why(request)
        self._each(request, queryset, lambda job: cancel(job=job, by=by, why=why))

    @admin.action(description="Send again", permissions=["requeue"])
    def requeue_jobs(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Waiting jobs whose message seems lost."""
        by, why = viewer(request), _why(request)
        self._each(request, queryset, lambda job: requeue(job=job, by=by, why=why))

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm("generation.cancel_job")

    def has_requeue_permission(self, request: HttpRequest) -> bool:
        """Asked by the admin for the action of that name."""
        return request.user.has_perm("generation.requeue_job")

    def _each(self, request: HttpRequest, jobs: QuerySet[Job], verb: Callable[[Job], Any]) -> None:
        done = 0
        for job in jobs:
            try:
                verb(job)
                done += 1
            except DomainError as error:
                self.message_user(request, f"{job.public_id}: {error.detail}", messages.WARNING)
        self.message_user(request, f"{done} done.")


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


def _why(request: HttpRequest) -> str | None:
    reason = stated_reason(request)
    return reason.code if reason else None
