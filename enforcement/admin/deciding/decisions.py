"""Decisions for staff: what they rest on, what they did, and the way back."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse

from accounts.api.access import viewer_of
from enforcement.admin import naming
from enforcement.admin.deciding.evidence import lines_of
from enforcement.admin.deciding.forms import WordsForm
from enforcement.admin.deciding.shown import action_line
from enforcement.admin.deciding.uncased import AboutView
from enforcement.admin.deciding.views import DecidingView, one_seen
from enforcement.admin.deciding.waiting import waiting_on
from enforcement.admin.deciding.whole import ReplaceView
from enforcement.admin.lists import LongListAdmin, PeopleListAdmin
from enforcement.admin.once import once_a_row
from enforcement.evidence import pieces_of
from enforcement.models import Decision, DecisionNote, DecisionText
from enforcement.own_batches import undone_by_others
from enforcement.policies import handles_cases, see_decided
from enforcement.services.deciding import overturning
from enforcement.services.statements import rules_of
from enforcement.subjects.registry import parse
from enforcement.wanted import Wanted
from lib.admin import DetailedAdmin, is_staff


class OverturnView(DecidingView[WordsForm]):
    """It was wrong: all that it did is undone, and nothing else."""

    form_class = WordsForm
    verb = "Overturn"
    old: Decision

    def open(self) -> None:
        old: Decision = one_seen(see_decided, self.kwargs["decision_id"], self.request)
        self.old, self.case = old, old.case
        self.kind, self.key = old.subject_kind, old.subject_id

    def wanted_of(self, form: WordsForm) -> Wanted:
        words = form.cleaned_data
        return overturning(self.old, words["statement"], note=words["note"])

    def title_of(self) -> str:
        return f"Overturn {self.old.public_id}"

    def back(self) -> str:
        return reverse("admin:enforcement_decision_change", args=[self.old.pk])


@admin.register(Decision)
class DecisionAdmin(DetailedAdmin, PeopleListAdmin, LongListAdmin):
    """Whatever was decided about what this member of staff may look at, newest first."""

    list_display: ClassVar[tuple[str, ...]] = (
        *("short_id", "about", "outcome", "source", "decider", "approver", "at"),
        "instead_of",
    )
    list_filter = ("outcome", "source", "ground", "subject_kind")
    ordering = ("-at", "-id")
    list_select_related = ("supersedes", "superseded_by", "case")
    change_form_template = "enforcement/admin/decision.html"
    fields: ClassVar[tuple[str, ...]] = (
        *("public_id", "thing", "whose", "of_case", "outcome", "rules", "ground", "source"),
        *("decider", "approver", "at", "in_place_of", "replaced_by"),
    )
    readonly_fields = fields

    @admin.display(description="id", ordering="id")
    def short_id(self, row: Decision) -> str:
        """Its end."""
        return naming.short(row.public_id)

    @admin.display(description="about", ordering="subject_kind")
    def about(self, row: Decision) -> str:
        """What kind of thing, and whose."""
        return naming.about(row)

    @admin.display(description="decided by")
    @once_a_row
    def decider(self, row: Decision) -> str:
        """A member of staff, or a part of the system."""
        return naming.actor(row, row.decided_by)

    @admin.display(description="approved by")
    @once_a_row
    def approver(self, row: Decision) -> str:
        """Where two had to agree."""
        return naming.actor(row, row.approved_by)

    def people_in(self, row: Decision) -> Iterable[UUID | None]:
        """Whose it is, and who decided."""
        return row.owner_id, *naming.people_of(row.decided_by, row.approved_by)

    @admin.display(description="about")
    def thing(self, row: Decision) -> str:
        """Its public id, which leads to its page."""
        return naming.thing(row)

    @admin.display(description="whose it is")
    @once_a_row
    def whose(self, row: Decision) -> str:
        """Its owner."""
        return naming.person(row.owner_id)

    @admin.display(description="case")
    def of_case(self, row: Decision) -> str:
        """In which it was made."""
        if row.case is None:
            return "-"
        page = reverse("admin:enforcement_case_change", args=[row.case.pk])
        return naming.linked(row.case.public_id, page)

    @admin.display(description="rules")
    def rules(self, row: Decision) -> str:
        """In words."""
        named = "; ".join(one.title for one in rules_of(row))
        return f"{named} (version {row.rules_version})"

    @admin.display(description="in the place of")
    def in_place_of(self, row: Decision) -> str:
        """The one that it undid."""
        return _linked(row.supersedes)

    @admin.display(description="in the place of")
    def instead_of(self, row: Decision) -> str:
        """Its end."""
        return naming.short(row.supersedes.public_id) if row.supersedes else "-"

    @admin.display(description="replaced by")
    def replaced_by(self, row: Decision) -> str:
        """The one that undid it."""
        return _linked(getattr(row, "superseded_by", None))

    def get_urls(self) -> list[URLPattern]:
        overturn = self.admin_site.admin_view(OverturnView.as_view(model_admin=self))
        other = self.admin_site.admin_view(ReplaceView.as_view(model_admin=self))
        about = self.admin_site.admin_view(AboutView.as_view(model_admin=self))
        own = [
            path("about/<str:subject>/", about, name="enforcement_decision_about"),
            path("<path:decision_id>/overturn/", overturn, name="enforcement_decision_overturn"),
            path("<path:decision_id>/replace/", other, name="enforcement_decision_replace"),
        ]
        return [*own, *super().get_urls()]

    def _target(self, request: HttpRequest, key: str) -> str:
        """Of a decision without a case what it would be about."""
        return key if parse(key) else super()._target(request, key)

    def details(self, request: HttpRequest, row: Decision) -> dict[str, Any]:
        text: DecisionText | None = getattr(row, "text", None)
        return {
            "statement": text.statement if text else None,
            "rests_on": lines_of(pieces_of(row), viewer_of(request)),
            "notes": _notes(row),
            "done": [action_line(one) for one in row.actions.order_by("position")],
            "proposals": waiting_on(row, viewer_of(request)),
            "by_others": undone_by_others(row, viewer_of(request)),
            "stands": not Decision.objects.filter(supersedes=row).exists(),
        }

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever handles cases of some kind."""
        return is_staff(request) and handles_cases(request.user)

    has_module_permission = has_view_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        """Fetching is authorising."""
        return see_decided.queryset(viewer_of(request))


def _notes(row: Decision) -> list[tuple[DecisionNote, str]]:
    """With whose they are."""
    notes = list(row.notes.order_by("at"))
    naming.know(notes, naming.people_of(*(one.by for one in notes)))
    return [(one, naming.actor(one, one.by)) for one in notes]


def _linked(row: Decision | None) -> str:
    if row is None:
        return "-"
    page = reverse("admin:enforcement_decision_change", args=[row.pk])
    return naming.linked(row.public_id, page)
