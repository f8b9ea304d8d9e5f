"""The base of every page in the admin: a reason first, and each look leaves a row."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar
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


READ_AUDIT = "audit.view_auditevent"


class RecordedAdmin(ReadOnlyAdmin):
    """Every page under a model's address, a room's own views too, asks why and is recorded.

    It opens for whoever reads the audit, which tells of all rooms, and for whoever may decide
    anything in this one; where `seen_with` names rights, one of them is needed instead of any of
    the room's. `open_to_staff`: it opens for every member of staff. `searched_too`: names of views
    that search beside the list, and whose every opening is a search: they show more than a page.
    """

    open_to_staff: ClassVar[bool] = False
    seen_with: ClassVar[tuple[str, ...]] = ()
    searched_too: ClassVar[tuple[str, ...]] = ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not for every role, unless the page says so."""
        is_staff, user = bool(super().has_view_permission(request, obj)), request.user
        if not is_staff or self.open_to_staff:
            return is_staff
        if any(map(user.has_perm, (READ_AUDIT, *self.seen_with))):
            return True
        return not self.seen_with and bool(user.has_module_perms(self.opts.app_label))

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
        pages = {self._name("changelist"), *self.searched_too}
        if match is None or match.url_name not in pages:
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
            if not self.has_view_permission(request):
                raise PermissionDenied  # a room's own views, too, open with its list alone
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
            match = request.resolver_match
            beside = match is not None and match.url_name in self.searched_too
            action = SEARCHED if beside or set(request.GET) - PAGING else LISTED
            target = label
        actor, sent = Actor.person(person), request.method == "POST"
        record_look(action, actor=actor, target=target, model=label, reason=reason, sent=sent)

    def _target(self, request: HttpRequest, key: str) -> str:
        row = self.get_object(request, unquote(key))
        if row is None and issubclass(self.model, TypedIdModel):  # a page of our own
            row = with_public_id(self.get_queryset(request), key)
        return self.model._meta.label if row is None else getattr(row, "public_id", str(row.pk))

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"
