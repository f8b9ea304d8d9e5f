"""Deciding about something that nobody reported (E16): the same form, preview and service."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cameos.models import CameoAddress, Character
from enforcement.admin.deciding.whole import WholeView
from enforcement.admin.naming import page_of_thing
from enforcement.models import Case
from enforcement.policies import WITHOUT_CASE, see_case, stands_apart
from enforcement.states import UNDECIDED, CaseSource
from enforcement.subjects.base import Target
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import parse, public_id_of, subject_of
from lib.ids import IdKind, encode


class AboutView(WholeView):
    """Of a post, a draft, a profile or a cameo, by its public id. Where a case about it waits that
    they may see, they decide there."""

    template_name = "enforcement/admin/decide_about.html"
    target: Target

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(WITHOUT_CASE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def open(self) -> None:
        """Nothing is there of what is their own, or was reported by them: as of cases."""
        named = parse(self.kwargs["subject"])
        target = subject_of(named[0]).known(named[1]) if named else None
        if target is None or not stands_apart(self.staff, target):
            raise Http404
        self.target, self.kind, self.key = target, target.kind, target.key

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._in_its_case() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._in_its_case() or super().post(request, *args, **kwargs)

    def owner_id(self) -> UUID:
        return self.target.owner_id

    def shown(self) -> dict[str, Any]:
        return {**super().shown(), "beside": beside(self.target), "gone": self.target.gone}

    def title_of(self) -> str:
        return f"Decide about {public_id_of(self.kind, self.key)}, without a case"

    def back(self) -> str:
        return page_of_thing(self.kind, self.key, self.target.owner_id)

    def _in_its_case(self) -> HttpResponse | None:
        about = Case.objects.filter(subject_kind=self.kind, subject_id=self.key)
        waiting = about.filter(state__in=sorted(UNDECIDED)).exclude(source=CaseSource.APPEAL)
        case = see_case.queryset(self.staff).filter(pk__in=waiting.values("pk")).first()
        if case is None:
            return None
        messages.info(self.request, f"{case.public_id} waits about this: decide in it.")
        return redirect(reverse("admin:enforcement_case_change", args=[case.pk]))


def beside(target: Target) -> list[tuple[str, str]]:
    """What else of its owner can be decided about from here: labels and addresses."""
    if target.kind != SubjectKind.PROFILE:
        return [("Whose it is", _about(encode(IdKind.USER, target.owner_id)))]
    found = [
        ("Their likeness", encode(IdKind.CAMEO, one.pk))
        for one in CameoAddress.objects.filter(person=target.owner_id)
    ]
    characters = Character.objects.filter(owner=target.owner_id, approved_at__isnull=False)
    found += [
        (f"Their character {number}", encode(IdKind.CAMEO, one.pk))
        for number, one in enumerate(characters.order_by("pk"), start=1)
    ]
    shown = [(label, key) for label, key in found if _is_known(key)]
    return [(label, _about(key)) for label, key in shown]


def _is_known(public_id: str) -> bool:
    named = parse(public_id)
    return named is not None and subject_of(named[0]).known(named[1]) is not None


def _about(public_id: str) -> str:
    return reverse("admin:enforcement_decision_about", args=[public_id])
