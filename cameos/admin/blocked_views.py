from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.api.access import viewer_of
from cameos.admin.blocked_forms import ProposalForm
from cameos.blocked.permitting import PROPOSE
from cameos.blocked.proposing import propose
from cameos.blocked.switching import off_refusal
from lib.admin_forms import ServiceFormView
from lib.errors import DomainError


class ProposalView(ServiceFormView[ProposalForm]):
    """Records a release; another confirms it."""

    template_name = "cameos/admin/blocked.html"
    form_class = ProposalForm
    title = "Record a release: never to be shown"

    def open(self) -> None:
        """Raises PermissionDenied."""
        if not self.request.user.has_perm(PROPOSE):
            raise PermissionDenied

    def shown(self) -> dict[str, Any]:
        """That nobody is added, before a page of it is filled in."""
        refusal = off_refusal()
        return {"off": refusal.detail if refusal else ""}

    def act(self, data: dict[str, Any]) -> str:
        """Raises DomainError."""
        made = propose(
            release=ProposalForm.release(data),
            portraits=[one.read() for one in data["portraits"]],
            by=viewer_of(self.request),
        )
        return f"{made.public_id} recorded; another person confirms it."

    def field_of(self, error: DomainError) -> str | None:
        """Of the release's own names."""
        return ProposalForm.field_of(error.attr)

    def onward(self) -> str:
        """Back to the list."""
        return reverse("admin:cameos_blockedlikeness_changelist")
