from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.models import User
from cameos.admin.blocked_forms import ProposalForm
from cameos.blocked.permitting import PROPOSE
from cameos.blocked.proposing import propose
from lib.errors import DomainError


class ProposalView(FormView[ProposalForm]):
    """Records a release; another confirms it."""

    template_name = "cameos/admin/blocked.html"
    form_class = ProposalForm
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(PROPOSE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.model_admin.admin_site.each_context(self.request)
        own = {"title": "Record a release: never to be shown"}
        return {**site, **super().get_context_data(**kwargs), **own}

    def form_valid(self, form: ProposalForm) -> HttpResponse:
        staff = self.request.user
        assert isinstance(staff, User)  # noqa: S101 - admin_view has refused others
        portraits = [one.read() for one in form.cleaned_data["portraits"]]
        try:
            made = propose(release=form.release(), portraits=portraits, by=staff)
        except DomainError as error:
            form.add_error(form.field_of(error.attr), error.detail)
            return self.form_invalid(form)
        messages.success(self.request, f"{made.public_id} recorded; another person confirms it.")
        return redirect(reverse("admin:cameos_blockedlikeness_changelist"))
