"""Versions of the policy for staff: what they would change, and putting one in force."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.api.access import viewer_of
from audit.recorded_admin import RecordedAdmin
from lib.admin import DetailedAdmin
from lib.admin_forms import ServiceFormView
from moderation.admin.policy_charts import DAYS as CHART_DAYS
from moderation.admin.policy_charts import charts_of
from moderation.admin.replays import changes, rows
from moderation.evaluation.scores import labelled_scores
from moderation.models import PolicyActivation, PolicyVersion, Scan
from moderation.policy.diffing import Direction, cells, count
from moderation.policy.in_force import PolicyUnusable
from moderation.policy.rows import Verdict
from moderation.services.policies import (
    ACTIVATE,
    REASON_CHARACTERS,
    activate,
    changes_by,
    kept_policy,
    version_in_force,
)
from moderation.services.replays import replay

DAYS_SHOWN = 7
# About a millisecond each, while somebody waits for the page.
MOST_SCANS = 20_000


def evidence(version: str) -> dict[str, Any]:
    """What a template shows beside the numbers of a version: scores, and the last days under it."""
    policy = kept_policy(version)
    if policy is None:
        return {}
    days = DAYS_SHOWN if scans_in(DAYS_SHOWN) <= MOST_SCANS else 1
    try:
        found = replay(policy, days=days) if scans_in(days) <= MOST_SCANS else None
    except PolicyUnusable:  # the one in force, with which it is compared
        found = None
    return {
        "days": CHART_DAYS,
        "charts": charts_of(policy, labelled=labelled_scores()),
        "replay": found,
        "replay_rows": rows(found) if found else [],
        "replay_changes": changes(found) if found else [],
        "verdicts": [verdict.word for verdict in Verdict],
    }


def scans_in(days: int) -> int:
    """How many scans a replay of the last days would judge again."""
    return Scan.objects.filter(at__gte=timezone.now() - timedelta(days=days)).count()


def comparison(version: str) -> dict[str, Any]:
    """What a template shows of what activating a version would change."""
    in_force = version_in_force()
    try:
        changes = changes_by(version)
    except PolicyUnusable as fault:
        return {"in_force": in_force, "unusable": str(fault)}
    return {
        "in_force": in_force,
        "changes": [cells(one) for one in changes],
        "looser": count(changes, Direction.LOOSER),
        "tighter": count(changes, Direction.TIGHTER),
    }


class ReasonForm(forms.Form):
    """Why it shall be in force."""

    reason = forms.CharField(
        max_length=REASON_CHARACTERS,
        label="Why (for staff; kept with the decision)",
        widget=UnfoldAdminTextInputWidget,
    )


class ActivateView(ServiceFormView[ReasonForm]):
    """Shows what would change, asks why, and calls the service."""

    template_name = "moderation/admin/policy_activate.html"
    form_class = ReasonForm

    def open(self) -> None:
        if not self.request.user.has_perm(ACTIVATE):
            raise PermissionDenied
        key = self.kwargs["object_id"]
        row = PolicyVersion.objects.filter(pk=key).first() if key.isdecimal() else None
        if row is None:
            raise Http404
        self.row = row

    def shown(self) -> dict[str, Any]:
        version = self.row.version
        own = {"title": f"Put {self.row} in force", "version": version}
        return {**own, **comparison(version), **evidence(version)}

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except PolicyUnusable as fault:
            form.add_error(None, f"It cannot be put in force: {fault}.")
            return self.form_invalid(form)

    def act(self, data: dict[str, Any]) -> str:
        by = viewer_of(self.request)
        activate(version=self.row.version, by=by, reason=data["reason"])
        return f"{self.row} is in force."

    def onward(self) -> str:
        return reverse("admin:moderation_policyversion_changelist")


@admin.register(PolicyVersion)
class PolicyVersionAdmin(DetailedAdmin, RecordedAdmin):
    """What was loaded, and which of it is in force."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("version", "is_in_force", "notes", "loaded_by", "loaded_at"),
    )
    ordering = ("-loaded_at",)
    show_full_result_count = False
    change_form_template = "moderation/admin/policy_version.html"
    fields: ClassVar[tuple[str, ...]] = (
        *("version", "is_in_force", "notes", "sha256", "loaded_by", "loaded_at"),
    )
    readonly_fields = fields

    @admin.display(description="in force", boolean=True)
    def is_in_force(self, row: PolicyVersion) -> bool:
        """Whether it is the one that was activated last."""
        return bool(row.version == version_in_force() and row.activations.exists())

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(ActivateView.as_view(model_admin=self))
        name = "moderation_policyversion_activate"
        return [path("<path:object_id>/activate/", view, name=name), *super().get_urls()]

    def details(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """The row, and what it would change."""
        return {**comparison(row.version), **evidence(row.version)}


@admin.register(PolicyActivation)
class PolicyActivationAdmin(RecordedAdmin):
    """Who put what in force, and why."""

    list_display = ("at", "to", "from_version", "actor", "reason")
    list_select_related = ("to",)
    ordering = ("-pk",)
    show_full_result_count = False
