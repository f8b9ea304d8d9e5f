"""Every action of every page of the admin, and every route of it that takes a POST, reaches the
audit (E36, Q-8). That every page that shows anything records the look: tests/accounts/desk/."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver
from django.views import View

from accounts.api.access import viewer_of
from audit.acting_admin import why
from audit.services import record
from enforcement.services.strikes import points_of
from tests.architecture.reaching import ours, own_methods, reaches

# They change nothing of anybody's: the doors, and one's own stay there.
DOORS = {
    "login": "signing in has rows of its own",
    "logout": "ends one's own session",
    "autocomplete": "refused by every page (audit.recorded_admin)",
    "audit_reason": "keeps the reason in one's own session; each look states it",
    "passkeys": "the library tells accounts.adapters, which records (accounts.factor.changed)",
    "enforcement_case_here": "says that one is still there: what it renews was claimed, recorded",
}

LEADS_ON = {
    "enforcement.Case: decide_together": "changes nothing: opens the form of a dry run",
    "feed.Post: decide_about": "changes nothing: opens the form of a decision",
}


def actions() -> Iterator[tuple[str, type, Any]]:
    """`enforcement.Case: mute_subjects`, the page's class, and the function."""
    for model, page in admin.site._registry.items():
        for one in page.actions or ():
            name = one if isinstance(one, str) else one.__name__
            function = getattr(type(page), name, None) if isinstance(one, str) else one
            if (label := f"{model._meta.label}: {name}") not in LEADS_ON:
                yield label, type(page), function


def posts() -> Iterator[tuple[str, type, list[Any]]]:
    """Path, class and what it runs, of each route of ours that takes a POST."""
    for path, route in _routes(admin.site.get_urls()):
        if route.name in DOORS:
            continue
        view = _unwrapped(route.callback)
        cls = getattr(view, "view_class", None)
        if cls is not None:
            if issubclass(cls, View) and hasattr(cls, "post") and ours(cls):
                yield path, cls, own_methods(cls)
        elif ours(view) and _reads_a_post(view):
            yield path, type(getattr(view, "__self__", None)), [_plain(view)]


def _routes(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, path)
        else:
            yield path, one


def _unwrapped(callback: Any) -> Any:
    """Below the decorators, down to a class's view."""
    while not hasattr(callback, "view_class") and hasattr(callback, "__wrapped__"):
        callback = callback.__wrapped__
    return callback


def _plain(view: Any) -> Any:
    return getattr(view, "__func__", view)


def _reads_a_post(view: Any) -> bool:
    code = getattr(_plain(view), "__code__", None)
    return code is not None and ("POST" in code.co_names or "POST" in code.co_consts)


ACTIONS, POSTS = list(actions()), list(posts())


def test_there_is_something_to_walk() -> None:
    assert len(ACTIONS) > 40
    assert len(POSTS) > 20
    named = {route.name for _, route in _routes(admin.site.get_urls())}
    assert set(DOORS) <= named


@pytest.mark.parametrize(("name", "page", "function"), ACTIONS, ids=[one[0] for one in ACTIONS])
def test_every_action_reaches_the_audit(name: str, page: type, function: Any) -> None:
    assert function is not None, name
    assert reaches([inspect.unwrap(function)], record, through=page)


@pytest.mark.parametrize(("path", "cls", "run"), POSTS, ids=[one[0] for one in POSTS])
def test_every_route_that_takes_a_post_reaches_the_audit(
    path: str, cls: type, run: list[Any]
) -> None:
    assert reaches(run, record, through=cls)


def test_an_action_that_records_nothing_is_found() -> None:
    class Page:
        def quiet(self, rows: list[Any]) -> None:
            self.each(rows, lambda row: points_of(row.pk))

        def each(self, rows: list[Any], verb: Any) -> None:
            for row in rows:
                verb(row)

        def loud(self, rows: list[Any]) -> None:
            self.noted(rows)

        def noted(self, rows: list[Any]) -> None:
            record("tests.walked", actor=rows[0], target="x")

    assert not reaches([Page.quiet], record, through=Page)
    assert not reaches([viewer_of, why, points_of], record)
    assert reaches([Page.loud], record, through=Page)
