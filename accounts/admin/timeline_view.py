from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.views.generic import TemplateView
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSelectWidget

from accounts.admin.sections.shown import when
from accounts.admin.timeline import Asked, kinds_for, timeline_of
from accounts.api.access import viewer_of
from accounts.models import Right, User
from lib.selecting import with_public_id


class NarrowForm(forms.Form):
    """Which of it is shown."""

    kind = forms.ChoiceField(required=False, label="What", widget=UnfoldAdminSelectWidget)
    since = forms.DateField(required=False, label="From (UTC)", widget=UnfoldAdminDateWidget)
    until = forms.DateField(required=False, label="To (UTC)", widget=UnfoldAdminDateWidget)

    def __init__(self, data: Any, *, kinds: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", "All but looks of staff"), *kinds]  # type: ignore[attr-defined]


class TimelineView(TemplateView):
    """All that happened to one person, page by page."""

    template_name = "accounts/admin/timeline.html"
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not viewer_of(request).has_perm(Right.SEE_TIMELINE):
            raise PermissionDenied
        person = with_public_id(User.objects.all(), self.kwargs["person_id"])
        if person is None:
            raise Http404
        self.person = person
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = viewer_of(self.request)
        form = NarrowForm(self.request.GET, kinds=kinds_for(viewer))
        wanted = form.cleaned_data if form.is_valid() else {}
        asked = Asked(
            kind=wanted.get("kind") or "",
            since=wanted.get("since"),
            until=wanted.get("until"),
            after=self.request.GET.get("after", "")[:100],
        )
        lines, cursor = timeline_of(self.person, viewer=viewer, asked=asked)
        chosen = {
            name: self.request.GET[name] for name in form.fields if self.request.GET.get(name)
        }
        return {
            **self.model_admin.admin_site.each_context(self.request),
            **super().get_context_data(**kwargs),
            "title": "Timeline",
            "person": self.person,
            "form": form,
            "lines": [(when(line.at), line) for line in lines],
            "onward": urlencode({**chosen, "after": cursor}) if cursor else "",
            "is_first": not asked.after,
        }
