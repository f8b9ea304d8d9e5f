from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.views.generic import TemplateView
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.admin.person_form import PersonFormView
from accounts.api.access import viewer_of
from accounts.handles.lookalikes import SHORTEST, look_alikes, name_key
from accounts.models import HeldVerb, Impersonation, ImpersonationState, Right, User
from accounts.services.alike_names import decide_name, held_names
from accounts.services.impersonation import (
    MarkEnd,
    end_mark,
    mark_impersonation,
    mark_in_force,
    uphold,
    whom,
)
from lib.errors import StaleState

PASSES, UPHELD = "passes", "upheld"
FINDINGS = [
    ("", "Choose"),
    (PASSES, "It passes for somebody: take its names"),
    (UPHELD, "Contested, looked at again, and right"),
    *MarkEnd.choices,
]
PROTECTED_SHOWN = 20  # on one page, each with its look-alikes
HELD_SHOWN = 50


class ImpersonationForm(forms.Form):
    """Whether this profile passes for somebody, and for whom."""

    finding = forms.ChoiceField(choices=FINDINGS, widget=UnfoldAdminSelectWidget)
    of = forms.CharField(
        required=False,
        max_length=40,
        label="Whom: a member's id, or a reserved name",
        widget=UnfoldAdminTextInputWidget,
    )


class ImpersonationView(PersonFormView[ImpersonationForm]):
    """Mark a profile as an impersonation, look again where that was contested, or end it."""

    form_class = ImpersonationForm
    title = "Impersonation"
    right = Right.TAKE_NAMES
    template_name = "accounts/admin/impersonation.html"

    def shown(self) -> dict[str, Any]:
        marks = Impersonation.objects.filter(person=self.person).order_by("-marked_at")
        return {**super().shown(), "marks": marks}

    def field_of(self, error: Any) -> str | None:
        return "of" if error.attr == "of" else None

    def act(self, data: dict[str, Any]) -> str:
        finding = data["finding"]
        if finding == UPHELD:
            return self._uphold()
        to = finding
        if finding == PASSES:
            whom(data["of"], self.person)
            to = data["of"]
        if self.person.is_protected:
            return self.hold(HeldVerb.NAMES, reason="impersonation", to=to)
        if finding == PASSES:
            mark_impersonation(person=self.person, of=to, actor=self.staff())
            return "Marked: its names are neutral now."
        end_mark(person=self.person, end=MarkEnd(finding), actor=self.staff())
        return "The mark has ended."

    def _uphold(self) -> str:
        mark = mark_in_force(self.person)
        if mark is None or mark.state != ImpersonationState.CONTESTED:
            raise StaleState
        uphold(mark=mark, actor=self.staff())
        return "It stays."


class NameForm(forms.Form):
    """Whether others see it."""

    answer = forms.ChoiceField(
        choices=[("", "Choose"), ("show", "It is theirs: show it"), ("refuse", "Refuse it")],
        widget=UnfoldAdminSelectWidget,
    )


class HeldNameView(PersonFormView[NameForm]):
    """A display name that looks like somebody else's."""

    form_class = NameForm
    title = "Display name"
    right = Right.TAKE_NAMES
    template_name = "accounts/admin/held_name.html"

    def shown(self) -> dict[str, Any]:
        row = held_names().filter(person=self.person).first()
        alike = look_alikes([row.text or ""], but=self.person) if row else []
        return {**super().shown(), "held": row, "alike": alike}

    def act(self, data: dict[str, Any]) -> str:
        shown = data["answer"] == "show"
        decide_name(person=self.person, actor=self.staff(), shown=shown)
        return "It is shown." if shown else "Refused."


class LookAlikesView(TemplateView):
    """Who looks like a name (`?name=`), else like each protected account; what waits for staff."""

    template_name = "accounts/admin/lookalikes.html"
    model_admin: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not viewer_of(request).has_perm(Right.TAKE_NAMES):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = self.model_admin.admin_site.each_context(self.request)
        name, after = (self.request.GET.get(key, "") for key in ("name", "after"))
        shown: dict[str, Any] = {
            "title": "Look-alikes",
            "name": name,
            "too_short": bool(name) and len(name_key(name)) < SHORTEST,
            "contested": _contested(),
            "held": held_names()[:HELD_SHOWN],
        }
        if name:
            shown["groups"] = [(None, look_alikes([name]))]
        else:
            shown |= _of_protected(after)
        return {**site, **super().get_context_data(**kwargs), **shown}


def _contested() -> Any:
    rows = Impersonation.objects.filter(state=ImpersonationState.CONTESTED)
    return rows.select_related("person").order_by("marked_at")[:HELD_SHOWN]


def _of_protected(after: str) -> dict[str, Any]:
    people = User.objects.filter(is_protected=True, deleted_at=None).order_by("handle_key")
    page = list(people.filter(handle_key__gt=after)[: PROTECTED_SHOWN + 1])
    shown = page[:PROTECTED_SHOWN]
    groups = [(one, look_alikes([one.handle, one.display_name], but=one)) for one in shown]
    return {"groups": groups, "next": shown[-1].handle_key if len(page) > len(shown) else ""}
