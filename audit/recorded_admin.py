"""The base of every page in the admin: a reason first, and each look leaves a row."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse

from audit.actions import LISTED, OPENED, SEARCHED
from audit.looks import record_look
from audit.reasons import stated_reason
from lib.actors import Actor
from lib.admin import ReadOnlyAdmin
from lib.errors import DomainError
from lib.models import TypedIdModel
from lib.selecting import with_public_id

# Parameters of a list that choose no rows; every other one is a search. Leafing further is one,
# too: whoever goes through a whole list looks up everybody in it.
PAGING = {"o", "e", "_popup", "_facets", "_changelist_filters"}
View = Callable[..., HttpResponse]


class RecordedAdmin(ReadOnlyAdmin):
    """Every page under a model's address, a room's own views too, asks why and is recorded."""

    @property
    def urls(self) -> list[URLPattern]:
        patterns: list[URLPattern] = self.get_urls()
        for pattern in patterns:
            if pattern.name != "audit_reason":
                pattern.callback = self._recorded(pattern.callback)
        return patterns

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Searches from elsewhere (autocomplete, the palette) would leave no row: refused."""
        match = request.resolver_match
        if match is None or match.url_name != self._name("changelist"):
            raise PermissionDenied
        found: tuple[QuerySet[Any], bool] = super().get_search_results(
            request, queryset, search_term
        )
        return found

    def _recorded(self, view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.admin_site.has_permission(request):
                return view(request, *args, **kwargs)  # which sends them to the log-in
            if stated_reason(request) is None:
                onward = request.get_full_path() if request.method == "GET" else request.path
                asking = reverse("admin:audit_reason")
                return redirect(f"{asking}?{urlencode({'next': onward})}")
            try:
                response = view(request, *args, **kwargs)
            except DomainError as error:
                self.message_user(request, error.detail, messages.ERROR)
                return redirect("admin:index")
            if response.status_code == 200:
                self._record(request, next(iter(kwargs.values()), None))
            return response

        asked.is_recorded = True  # type: ignore[attr-defined]  # a test walks all routes
        return asked

    def _record(self, request: HttpRequest, key: str | None) -> None:
        reason, person = stated_reason(request), request.user.pk
        assert reason is not None  # noqa: S101 - the page was not opened without one
        assert isinstance(person, UUID)  # noqa: S101 - staff have logged in
        label = self.model._meta.label
        if key is not None:
            action, target = OPENED, self._target(request, key)
        else:
            action = SEARCHED if set(request.GET) - PAGING else LISTED
            target = label
        record_look(action, actor=Actor.person(person), target=target, model=label, reason=reason)

    def _target(self, request: HttpRequest, key: str) -> str:
        row = self.get_object(request, unquote(key))
        if row is None and issubclass(self.model, TypedIdModel):  # a page of our own
            row = with_public_id(self.get_queryset(request), key)
        return self.model._meta.label if row is None else getattr(row, "public_id", str(row.pk))

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"
